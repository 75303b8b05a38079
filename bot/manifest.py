"""The Slack app's manifest: as it stands in manifest.yml, or changed for signed HTTP."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from bot.domain.errors import Invalid
from bot.domain.page import valid_public_url

#: Where Slack sends everything in HTTP mode.
EVENTS_PATH = "/slack/events"

#: What Slack takes as a domain, and how many of them.
_DOMAIN = re.compile(r"(?![.-])[-a-z0-9.]{0,254}[a-z0-9]")
_DOMAINS = 5

_HERE = Path(__file__).parent
_PLACES = (_HERE / "manifest.yml", _HERE.parent / "manifest.yml")  # in a wheel, in the repository


def socket_mode_manifest(domains: Sequence[str] = ()) -> str:
    """With `domains`, links to them show below how things stand there. Raises Invalid."""
    text = next(place for place in _PLACES if place.is_file()).read_text(encoding="utf-8")
    if not domains:
        return text
    lines = "".join(f"    - {domain}\n" for domain in _valid_domains(domains))
    return text.replace("\nfeatures:\n", f"\nfeatures:\n  unfurl_domains:\n{lines}", 1)


@functools.cache
def bot_scopes() -> frozenset[str]:
    """What the app may do in a workspace."""
    manifest: dict[str, Any] = yaml.safe_load(socket_mode_manifest())
    return frozenset(manifest["oauth_config"]["scopes"]["bot"])


def http_manifest(url: str, domains: Sequence[str] = ()) -> str:
    """For a bot that Slack reaches at that address. Raises Invalid."""
    address = f"{valid_public_url(url)}{EVENTS_PATH}"
    manifest: dict[str, Any] = yaml.safe_load(socket_mode_manifest(domains))
    for command in manifest["features"]["slash_commands"]:
        command["url"] = address
    settings = manifest["settings"]
    settings["event_subscriptions"]["request_url"] = address
    settings["interactivity"]["request_url"] = address
    settings["interactivity"]["message_menu_options_url"] = address
    settings["socket_mode_enabled"] = False
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)


def _valid_domains(domains: Sequence[str]) -> list[str]:
    known = list(dict.fromkeys(domain.casefold() for domain in domains))
    for domain in known:
        if not _DOMAIN.fullmatch(domain):
            raise Invalid(f"“{domain}” is not a domain. Write it like status.example.com.", field="domain")
    if len(known) > _DOMAINS:
        raise Invalid(
            f"Slack takes {_DOMAINS} domains. One that covers the others will do: example.com.", field="domain"
        )
    return known
