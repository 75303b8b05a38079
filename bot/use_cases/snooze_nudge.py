"""Snooze a reminder: it comes again later, and none in between."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.nudge import Nudge, NudgeKind
from bot.use_cases.actor import Actor, Responders
from bot.use_cases.audit import note_act
from bot.use_cases.claims import claim
from bot.use_cases.clock import Clock
from bot.use_cases.origin import Origin
from storage.database import Database


class SnoozeNudge:
    def __init__(self, database: Database, clock: Clock, responders: Responders) -> None:
        self._database = database
        self._clock = clock
        self._responders = responders

    async def __call__(
        self, number: int, kind: NudgeKind, length: timedelta, *, actor: Actor, origin: Origin
    ) -> datetime | None:
        """When it comes again; None where the incident is over. Raises NotAllowed, UnknownIncident and TryAgain."""
        self._responders.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            is_again = await claim(uow, origin, number, now=now) is not None
            incident = await uow.incidents.by_number(number, lock=True)
            if not incident.is_open:
                return None
            if is_again:
                return await uow.nudges.last_due_at(number)
            due_at = now + length
            await uow.nudges.plan(number, incident.last_update.id, [Nudge(kind=kind, due_at=due_at)])
            details = {"minutes": int(length.total_seconds() // 60)}
            await note_act(uow, "snooze", incident=incident, actor=actor, origin=origin, now=now, details=details)
        return due_at
