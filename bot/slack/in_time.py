"""Waits for what somebody asked for no longer than that is of use to them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from bot.domain.errors import TryAgain
from bot.domain.texts import say

_Result = TypeVar("_Result")


async def in_time(looking: Coroutine[Any, Any, _Result], *, seconds: float) -> _Result:
    """What it gives back. Raises TryAgain after that long, and what it raises."""
    task = asyncio.create_task(looking)
    try:
        # Not `asyncio.timeout`: what asks a silent database takes its time to end, also when it is cancelled.
        await asyncio.wait({task}, timeout=seconds)
    finally:
        if not task.done():
            task.add_done_callback(_ended)
            task.cancel()
    if task.done():
        return task.result()
    raise TryAgain(say("The database or Slack took too long. Try again in a moment."))


def _ended(task: asyncio.Task[Any]) -> None:
    """Whoever asked was told something else; the event loop would complain that nobody hears of this."""
    if not task.cancelled():
        task.exception()
