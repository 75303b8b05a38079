"""An internal note on an incident's timeline: what was found and done, for the record and never for the public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.incident import Author


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`at` and `permalink` are those of the Slack message that it is, if it is one."""

    incident_number: int
    text: str
    author: Author
    at: datetime
    channel: str | None = None
    ts: str | None = None
    permalink: str = ""
