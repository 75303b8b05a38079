"""When something that waits is due, under a clock that may have stepped back since it was set."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import InstrumentedAttribute

#: Nothing is made to wait for longer. What seems to was set while the clock was ahead, and is due.
FURTHEST = timedelta(minutes=15)


def is_due(due_at: InstrumentedAttribute[datetime], now: datetime) -> ColumnElement[bool]:
    return or_(due_at <= now, due_at > now + FURTHEST)


def due_since(due_at: datetime, now: datetime) -> datetime:
    """When it is due, or now where it was set by a clock that was ahead."""
    return now if due_at > now + FURTHEST else due_at
