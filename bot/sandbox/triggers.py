"""Trigger ids: a person's click or command lets the app open one view, within three seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.sandbox.api_error import ApiError
from bot.sandbox.clock import Clock
from bot.sandbox.limits import TRIGGER_TTL


@dataclass(slots=True)
class _Trigger:
    user: str
    issued_at: datetime
    view: str | None
    is_exchanged: bool = False


class Triggers:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, _Trigger] = {}

    def issue(self, user: str, *, view: str | None = None) -> str:
        """`view` is the open view in which the person clicked."""
        id = f"{len(self._triggers) + 1}.{user}.trigger"
        self._triggers[id] = _Trigger(user, self._clock(), view)
        return id

    def exchange(self, id: str) -> tuple[str, str | None]:
        """The user, and the view in which they clicked. Raises ApiError."""
        trigger = self._triggers.get(id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.is_exchanged:
            raise ApiError("exchanged_trigger_id")
        if self._clock() - trigger.issued_at > TRIGGER_TTL:
            raise ApiError("expired_trigger_id")
        trigger.is_exchanged = True
        return trigger.user, trigger.view
