"""Keeps the parts of the application running beside each other: one that fails is started again, alone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import structlog

from bot.domain.errors import StormlampError

_FIRST_SECONDS = 0.5
_LONGEST_SECONDS = 30.0

log = structlog.get_logger()


class Supervision:
    """`troubles` say of each part that is not running what it ended with."""

    def __init__(self) -> None:
        self.troubles: dict[str, str] = {}

    @contextlib.asynccontextmanager
    async def running(self, parts: Mapping[str, Callable[[], Awaitable[None]]]) -> AsyncIterator[None]:
        """They end with the block; what they have under way is left."""
        tasks = [asyncio.create_task(self._keep_running(name, run)) for name, run in parts.items()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_running(self, part: str, run: Callable[[], Awaitable[None]]) -> None:
        """Run it until cancelled. What it raises is logged, and it is started again after a growing pause."""
        loop = asyncio.get_running_loop()
        seconds = _FIRST_SECONDS
        while True:
            started = loop.time()
            try:
                await run()
            except StormlampError as error:
                self.troubles[part] = error.message
                log.error("part_failed", part=part, reason=error.message)
            except Exception as error:
                self.troubles[part] = type(error).__name__
                log.error("part_failed", part=part, reason=f"{type(error).__name__}: {error}", exc_info=error)
            # One that ran for long has recovered in between.
            seconds = _FIRST_SECONDS if loop.time() - started > _LONGEST_SECONDS else min(seconds * 2, _LONGEST_SECONDS)
            await asyncio.sleep(seconds)
            self.troubles.pop(part, None)
