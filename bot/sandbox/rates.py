"""How often the app may call: per method and minute, and about one message a second in a channel."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta

from bot.sandbox.clock import Clock
from bot.sandbox.limits import CALLS_PER_MINUTE

_MINUTE = timedelta(minutes=1)
#: Slack allows bursts above one message a second, and does not say how long ones.
POST_BURST = 10
_POST_WINDOW = timedelta(seconds=POST_BURST)


class Rates:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: defaultdict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def seconds_to_wait(self, method: str, *, tier: int | None, channel: str | None) -> int | None:
        """None where the call may be made; it is counted then."""
        if method == "chat.postMessage":
            return self._count((method, channel or ""), POST_BURST, _POST_WINDOW)
        if tier is None:
            return None
        return self._count((method, ""), CALLS_PER_MINUTE[tier], _MINUTE)

    def _count(self, key: tuple[str, str], most: int, window: timedelta) -> int | None:
        now, calls = self._clock(), self._calls[key]
        while calls and now - calls[0] >= window:
            calls.popleft()
        if len(calls) >= most:
            return max(1, round((calls[0] + window - now).total_seconds()))
        calls.append(now)
        return None
