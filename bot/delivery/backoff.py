"""How long to wait before the next attempt."""

from __future__ import annotations

import random
from datetime import timedelta

_FIRST = 1.0
_LONGEST = 60.0


def backoff(attempts: int) -> timedelta:
    """After that many failed attempts: 1, 2, 4 … 60 s, each jittered by half so that streams do not return together."""
    seconds = min(_LONGEST, _FIRST * 2 ** min(attempts, 10))
    return timedelta(seconds=seconds * random.uniform(0.5, 1.0))  # noqa: S311 (spreads load, keeps no secret)
