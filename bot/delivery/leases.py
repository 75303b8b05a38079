"""For how long work is somebody's. A lease ends by itself, so what a dead process held is free then."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

#: Whoever is alive renews it: who has not for so long is dead, or finds that the work is not theirs any more.
LEASE = timedelta(seconds=30)
#: The share of a lease after which it is renewed.
RENEWED_AFTER = 1 / 6
#: Seconds that what is under way has to end by itself when the process is told to end: most of it has by then.
_GRACE_SECONDS = 1.5


async def finished(work: Coroutine[Any, Any, None]) -> None:
    """Await what is leased. Left to its lease at each restart, it would wait for half a minute."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=_GRACE_SECONDS)
        task.cancel()
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await task
        raise
