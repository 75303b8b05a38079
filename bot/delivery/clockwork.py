"""Publishes pages again when only time has passed."""

from __future__ import annotations

from datetime import timedelta

import structlog

from bot.domain.errors import TryAgain
from bot.use_cases.clock import Clock
from bot.use_cases.pass_time import PassTime
from storage.database import Database

_LONGEST_SECONDS = 60.0  # so that a stepping clock is noticed
_TRY_AGAIN_SECONDS = 5.0
#: Slack redelivers for minutes at the most: what was acted on longer ago can be forgotten.
_REMEMBER_DELIVERIES = timedelta(days=7)

log = structlog.get_logger()


class Clockwork:
    def __init__(self, database: Database, pass_time: PassTime, clock: Clock) -> None:
        self._database = database
        self._pass_time = pass_time
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled."""
        await self._forget_deliveries()
        while True:
            seen = self._database.changes.count
            try:
                next_change_at = await self._pass_time()
            except TryAgain as error:
                log.warning("time_not_passed", reason=error.message)
                seconds = _TRY_AGAIN_SECONDS
            else:
                seconds = _LONGEST_SECONDS
                if next_change_at is not None:
                    seconds = min(seconds, max(0.0, (next_change_at - self._clock()).total_seconds()))
            await self._database.changes.wait_beyond(seen, seconds=seconds)

    async def _forget_deliveries(self) -> None:
        try:
            async with self._database.writing() as uow:
                await uow.deliveries.forget_before(self._clock() - _REMEMBER_DELIVERIES)
        except TryAgain as error:
            log.warning("deliveries_not_forgotten", reason=error.message)
