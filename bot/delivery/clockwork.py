"""Publishes pages again when only time has passed, and forgets what is too old."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.domain.errors import TryAgain
from bot.trouble_log import TroubleLog
from bot.use_cases.clock import Clock
from bot.use_cases.forget import Forget
from bot.use_cases.pass_time import PassTime
from storage.database import Database

_LONGEST_SECONDS = 60.0  # so that a stepping clock is noticed
_TRY_AGAIN_SECONDS = 5.0
_REST_SECONDS = 0.5  # nothing here is due to the moment, and there may be many commits
_FORGET_EVERY = timedelta(hours=12)

log = structlog.get_logger()


class Clockwork:
    def __init__(self, database: Database, pass_time: PassTime, forget: Forget, clock: Clock) -> None:
        self._database = database
        self._pass_time = pass_time
        self._forget = forget
        self._clock = clock
        self._forgot_at: datetime | None = None
        self._trouble = TroubleLog("time_not_passed", over="time_passed")

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            seen = self._database.changes.count
            try:
                next_change_at = await self._pass_time()
                await self._forget_now_and_then()
            except TryAgain as error:
                self._trouble.failed(error.message)
                seconds = _TRY_AGAIN_SECONDS
            else:
                self._trouble.ended()
                seconds = _LONGEST_SECONDS
                if next_change_at is not None:
                    seconds = min(seconds, max(0.0, (next_change_at - self._clock()).total_seconds()))
            await self._database.changes.wait_beyond(seen, seconds=seconds, rest=_REST_SECONDS)

    async def _forget_now_and_then(self) -> None:
        now = self._clock()
        if self._forgot_at is not None and abs(now - self._forgot_at) < _FORGET_EVERY:
            return
        gone = await self._forget()
        self._forgot_at = now
        if gone:
            log.info("forgotten", rows=gone)
