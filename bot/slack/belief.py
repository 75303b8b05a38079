"""For how long Slack's word about people is believed: so long somebody who may act no more still can."""

from __future__ import annotations

from datetime import datetime, timedelta

_BELIEVED = timedelta(minutes=5)


def is_believed(asked_at: datetime, now: datetime) -> bool:
    """Not for longer because the clock was set back meanwhile."""
    return abs(now - asked_at) < _BELIEVED
