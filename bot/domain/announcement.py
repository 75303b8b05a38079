"""Where in Slack people follow an incident."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """An incident's one message in a channel. Without `ts` it is still owed."""

    incident_number: int
    channel: str
    ts: str | None = None
