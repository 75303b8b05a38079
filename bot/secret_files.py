"""Secrets that stand in files, as containers and systemd hand them over, instead of in the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.domain.errors import Invalid

SUFFIX = "_FILE"
#: The beginning of a token of Slack's, or the address of a database: no path has such.
_SECRET_ITSELF = re.compile(r"^xox|^xapp-|://")
_LONGEST = 16_384  # characters; a device may have no end


def read_secret_files(environment: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """What stands in the files that NAME_FILE names, by NAME. Raises Invalid, naming the setting and the file."""
    return {name: _read(environment, name) for name in names if environment.get(f"{name}{SUFFIX}")}


def _read(environment: Mapping[str, str], name: str) -> str:
    setting = f"{name}{SUFFIX}"
    path = environment[setting]
    if _SECRET_ITSELF.search(path):
        # It is not repeated: refusals stand in logs.
        raise Invalid(f"{setting} holds the secret itself. Write that into a file, and name the file.", field=setting)
    if environment.get(name):
        raise Invalid(f"{name} and {setting} are both set. Unset one of them.", field=setting)
    try:
        with Path(path).open(encoding="utf-8") as file:
            secret = file.read(_LONGEST + 1).strip()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Invalid(
            f"{setting} names “{path}”, which can't be read: {reason}. "
            "Name a file that the user who runs Stormlamp may read.",
            field=setting,
        ) from error
    except UnicodeDecodeError:
        # Its own text, and so a traceback that shows it as the cause, would hold bytes of the secret.
        raise Invalid(
            f"{setting} names “{path}”, which is not text. Write the secret alone into it.", field=setting
        ) from None
    if len(secret) > _LONGEST:
        raise Invalid(
            f"{setting} names “{path}”, which is too long for a secret. Write the secret alone into it.", field=setting
        )
    if not secret:
        raise Invalid(f"{setting} names “{path}”, which is empty. Write the secret into it.", field=setting)
    return secret
