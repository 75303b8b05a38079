"""How the database stands, for those who ask often and can't wait: one look at a time, whoever asks."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import StormlampError
from storage.database import Database

_READ_SECONDS = 2.0
_WRITE_SECONDS = 4.0
#: Seconds. A load balancer gives up after one or two, and would take away a process that shows its pages.
PATIENCE = 0.2
#: For so long a look stands in for the next one, which is still under way.
_STANDS_SECONDS = 5.0
_LEAVE_SECONDS = 1.0
_SILENT = "The database does not answer."


@dataclass(frozen=True, slots=True)
class Seen:
    """`trouble` is a sentence, None where all is well; `next_due_at` is when the outbox has work for somebody."""

    trouble: str | None
    next_due_at: datetime | None = None


class Looks:
    """With `writes` it also has to take what is written: those who only read may have no right to."""

    def __init__(self, database: Database, clock: Callable[[], datetime], *, writes: bool = True) -> None:
        self._database = database
        self._clock = clock
        self._writes = writes
        self._looking: asyncio.Task[None] | None = None
        self._seen = Seen(_SILENT)
        self._seen_at = -math.inf

    async def __call__(self, *, patience: float = PATIENCE) -> Seen:
        """After that many seconds at most: what the last look has seen, unless that is too old."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        await asyncio.wait({self._looking}, timeout=patience)
        is_old = asyncio.get_running_loop().time() - self._seen_at > _STANDS_SECONDS
        return Seen(_SILENT) if is_old else self._seen

    async def close(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            # What asks a silent database takes its time to end.
            await asyncio.wait({self._looking}, timeout=_LEAVE_SECONDS)

    async def _look(self) -> None:
        self._seen = await self._see()
        self._seen_at = asyncio.get_running_loop().time()

    async def _see(self) -> Seen:
        due_at = None
        try:
            async with asyncio.timeout(_READ_SECONDS), self._database.reading() as uow:
                due_at = await uow.outbox.next_due_at(now=self._clock())
            if self._writes:
                async with asyncio.timeout(_WRITE_SECONDS):
                    await self._database.try_to_write()
        except TimeoutError:
            return Seen(_SILENT, due_at)
        except StormlampError as error:
            return Seen(error.message, due_at)
        except Exception as error:
            return Seen(f"The database fails ({type(error).__name__}).", due_at)
        return Seen(None, due_at)
