"""Owes the threads their reminders when the time has come."""

from __future__ import annotations

from bot.domain.errors import TryAgain
from bot.trouble_log import TroubleLog
from bot.use_cases.clock import Clock
from bot.use_cases.effects import PostNudge, owe
from bot.use_cases.working_channels import working_channels
from storage.database import Database

_LONGEST_SECONDS = 60.0  # so that a stepping clock is noticed
_TRY_AGAIN_SECONDS = 5.0
_REST_SECONDS = 0.5  # nothing here is due to the moment, and there may be many commits


class Nudger:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._trouble = TroubleLog("nudges_not_read", over="nudges_read")

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            seen = self._database.changes.count
            try:
                seconds = await self._owe_due()
                self._trouble.ended()
            except TryAgain as error:
                self._trouble.failed(error.message)
                seconds = _TRY_AGAIN_SECONDS
            await self._database.changes.wait_beyond(seen, seconds=seconds, rest=_REST_SECONDS)

    async def _owe_due(self) -> float:
        """Returns the seconds until the next one may be due."""
        now = self._clock()
        async with self._database.reading() as uow:
            next_due_at = await uow.nudges.next_due_at()
        if next_due_at is None:
            return _LONGEST_SECONDS
        if next_due_at > now:
            return min(_LONGEST_SECONDS, (next_due_at - now).total_seconds())
        async with self._database.writing() as uow:
            for due in await uow.nudges.take_due(now=now):
                effect = PostNudge(incident=due.incident_number, update=due.update_id, nudge=due.kind)
                for channel in await working_channels(uow, due.incident_number):
                    await owe(uow, effect, channel=channel, now=now)
        return 0.0
