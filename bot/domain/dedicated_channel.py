"""A channel of an incident's own: whether there is one, and what it may be called."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from bot.domain.incident import Incident

#: Slack's limit for the name of a channel.
NAME_LENGTH = 80

_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DedicatedChannel:
    """Without `channel` it is still to be made. `invited` are the users who were invited already."""

    incident_number: int
    is_private: bool
    channel: str | None = None
    requested_by: str | None = None
    invited: tuple[str, ...] = ()
    archived_at: datetime | None = None

    @property
    def is_in_use(self) -> bool:
        return self.channel is not None and self.archived_at is None


def channel_name(incident: Incident, attempt: int = 1) -> str:
    """`inc-12-website-loading-slowly`; a later attempt, where that name is taken, has its number at the end."""
    suffix = "" if attempt == 1 else f"-{attempt}"
    plain = unicodedata.normalize("NFKD", incident.title.casefold()).encode("ascii", "ignore").decode()
    words = _OTHER.sub("-", plain).strip("-")
    name = f"{_stem(incident)}-{words}".rstrip("-")
    return _cut(name, NAME_LENGTH - len(suffix)) + suffix


def may_be_named(incident: Incident, name: str) -> bool:
    """Whether one of the attempts was this; the title may have been edited since."""
    return name == _stem(incident) or name.startswith(f"{_stem(incident)}-")


def _stem(incident: Incident) -> str:
    return f"inc-{incident.number}"


def _cut(name: str, length: int) -> str:
    """At the end of a word, unless that would take most of it away."""
    if len(name) <= length:
        return name
    cut = name[: length + 1]
    end = cut.rfind("-")
    return cut[:end] if end > length // 2 else name[:length].strip("-")
