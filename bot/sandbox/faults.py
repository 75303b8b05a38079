"""What goes wrong on demand: refusals, limits, failures, answers that never come."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum, auto


class Loss(Enum):
    """An answer that does not reach the bot: the effect was made, or was not."""

    BEFORE_THE_EFFECT = auto()
    AFTER_THE_EFFECT = auto()


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack answers with this error."""

    error: str


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429, with the seconds after which the app may try again; a text is what no Slack should say."""

    retry_after: int | str


@dataclass(frozen=True, slots=True)
class ServerError:
    """With a body of text, as a proxy in between sends it, or with Slack's own error."""

    status: int = 503
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection breaks instead of an answer."""

    loss: Loss


@dataclass(frozen=True, slots=True)
class Slow:
    """The answer waits until the test sets this; the effect is made before."""

    released: asyncio.Event
    reached: asyncio.Event = field(default_factory=asyncio.Event)


Fault = Refused | RateLimited | ServerError | Lost | Slow


@dataclass(slots=True)
class _Planned:
    method: str
    fault: Fault
    times: int | None
    channel: str | None


class Faults:
    """Faults happen in the order in which they were planned, each to the next call that it means."""

    def __init__(self) -> None:
        self._planned: list[_Planned] = []
        self.refuses_sockets = False
        self.silences_sockets = False
        """They open, and then nothing is said on them."""

    def plan(self, method: str, fault: Fault, *, times: int | None = 1, channel: str | None = None) -> None:
        """`method` may be `*`. `times` None: until cleared. `channel` is an id."""
        self._planned.append(_Planned(method, fault, times, channel))

    def clear(self) -> None:
        self._planned.clear()
        self.refuses_sockets = self.silences_sockets = False

    def take(self, method: str, *, channel: str | None) -> Fault | None:
        for planned in self._planned:
            if planned.method in {"*", method} and planned.channel in {None, channel}:
                if planned.times is not None:
                    planned.times -= 1
                    if planned.times == 0:
                        self._planned.remove(planned)
                return planned.fault
        return None
