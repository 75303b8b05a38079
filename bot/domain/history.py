"""What of the history somebody wants to see."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.component import PageId


class Standing(StrEnum):
    """How an incident stands, for who looks for one; its statuses, and what they do not say."""

    OPEN = "open"
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """None means any."""

    page_id: PageId | None = None
    standing: Standing | None = None
