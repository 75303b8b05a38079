"""Quick choices in one form: the answer to an older one must not undo the answer to a newer one."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_REMEMBERED = 1_000


@dataclass(slots=True)
class _Turn:
    newest: str = ""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class ViewTurns:
    def __init__(self) -> None:
        self._turns: OrderedDict[str, _Turn] = OrderedDict()

    @asynccontextmanager
    async def turn(self, view_id: str, action_ts: str) -> AsyncIterator[bool]:
        """One action of a view at a time; false for one that a newer has overtaken: that carries the whole form."""
        turn = self._turns.setdefault(view_id, _Turn())
        self._turns.move_to_end(view_id)
        if len(self._turns) > _REMEMBERED:
            self._turns.popitem(last=False)
        turn.newest = max(turn.newest, action_ts)
        async with turn.lock:
            yield turn.newest == action_ts
