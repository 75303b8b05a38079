"""Keeps the parts of the application running beside each other: one that fails is started again, alone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from bot.domain.errors import StormlampError, TryAgain
from bot.trouble_log import TroubleLog

_FIRST_SECONDS = 0.5
#: So long somebody may wait whose Slack or disk is back; and no oftener a service is asked that refuses us.
_LONGEST_SECONDS = 10.0
_AWAY_SECONDS = 1.0
#: One that has not failed by then is well.
_WELL_AFTER_SECONDS = 5.0


class Supervision:
    """`troubles` say of each part that is not running what it ended with."""

    def __init__(self) -> None:
        self.troubles: dict[str, str] = {}

    @contextlib.asynccontextmanager
    async def running(self, parts: Mapping[str, Callable[[], Awaitable[None]]]) -> AsyncIterator[None]:
        """They end with the block; what they have under way is theirs to end."""
        tasks = [asyncio.create_task(self._keep_running(name, run)) for name, run in parts.items()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_running(self, part: str, run: Callable[[], Awaitable[None]]) -> None:
        """Run it until cancelled. What it raises is logged, and it is started again after a growing pause.

        Where it was the database that was away, the pause is short: else nobody would listen when that is back.
        """
        loop, us = asyncio.get_running_loop(), asyncio.current_task()
        trouble = TroubleLog("part_failed", over="part_runs_again", level=logging.ERROR, part=part)
        seconds = _FIRST_SECONDS
        while True:
            started, may_pass = loop.time(), False
            well = loop.call_later(_WELL_AFTER_SECONDS, trouble.ended)
            try:
                await run()
            except StormlampError as error:
                may_pass = isinstance(error, TryAgain)
                self.troubles[part] = error.message
                trouble.failed(error.message)
            except Exception as error:
                self.troubles[part] = f"It failed ({type(error).__name__}) and is started again. The log says more."
                trouble.failed(f"{type(error).__name__}: {error}", exc_info=error)
            finally:
                well.cancel()
            if us is not None and us.cancelling():
                # A part that was just then told that its time is over, such as by a silent database, says that instead.
                raise asyncio.CancelledError
            if may_pass:
                seconds = _AWAY_SECONDS
            elif loop.time() - started > _WELL_AFTER_SECONDS:
                # It had recovered in between: what it failed with before says nothing of this time.
                seconds = _FIRST_SECONDS
            else:
                seconds = min(seconds * 2, _LONGEST_SECONDS)
            await asyncio.sleep(seconds)
            self.troubles.pop(part, None)
