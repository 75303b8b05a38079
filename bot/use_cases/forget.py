"""Forget what nobody needs any more; incidents, and what was said about them, never."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.retention import Retention
from bot.use_cases.clock import Clock
from storage.database import Database
from storage.unit_of_work import UnitOfWork

#: Few enough that a form, which is to be answered within seconds, does not wait for them.
BATCH = 500

_ForgetSome = Callable[[UnitOfWork, datetime], Awaitable[int]]


class Forget:
    def __init__(self, database: Database, clock: Clock, retention: Retention) -> None:
        self._database = database
        self._clock = clock
        self._kept: dict[_ForgetSome, timedelta | None] = {
            lambda uow, moment: uow.deliveries.forget_before(moment, limit=BATCH): retention.deliveries,
            lambda uow, moment: uow.nudges.forget_sent_before(moment, limit=BATCH): retention.deliveries,
            lambda uow, moment: uow.outbox.forget_set_aside_before(moment, limit=BATCH): retention.refused,
            lambda uow, moment: uow.audit.forget_before(moment, limit=BATCH): retention.audit,
        }

    async def __call__(self) -> int:
        """How many rows are gone. Raises TryAgain; what was gone before stays so."""
        now, gone = self._clock(), 0
        for forget_some, kept in self._kept.items():
            if kept is not None:
                gone += await self._forget_all(forget_some, now - kept)
        return gone

    async def _forget_all(self, forget_some: _ForgetSome, moment: datetime) -> int:
        gone = 0
        while True:
            async with self._database.writing() as uow:
                some = await forget_some(uow, moment)
            gone += some
            if some < BATCH:
                return gone
