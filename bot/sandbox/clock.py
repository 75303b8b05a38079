"""Time as the sandbox sees it: a test may move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    return datetime.now(UTC)


class TimeStamps:
    """Slack's `ts`: seconds and microseconds, and never the same one twice."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        moment = int(self._clock().timestamp() * 1_000_000)
        self._last = max(moment, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
