"""Keeps the parts of the application running beside each other: one that fails is started again, alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.domain.errors import StormlampError

_FIRST_SECONDS = 0.5
_LONGEST_SECONDS = 30.0

log = structlog.get_logger()


async def keep_running(part: str, run: Callable[[], Awaitable[None]]) -> None:
    """Run it until cancelled. What it raises is logged, and it is started again after a growing pause."""
    loop = asyncio.get_running_loop()
    seconds = _FIRST_SECONDS
    while True:
        started = loop.time()
        try:
            await run()
        except StormlampError as error:
            log.error("part_failed", part=part, reason=error.message)
        except Exception as error:
            log.error("part_failed", part=part, reason=f"{type(error).__name__}: {error}", exc_info=error)
        # One that ran for long has recovered in between.
        seconds = _FIRST_SECONDS if loop.time() - started > _LONGEST_SECONDS else min(seconds * 2, _LONGEST_SECONDS)
        await asyncio.sleep(seconds)
