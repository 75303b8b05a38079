"""What was read or made of incidents lately, so that whoever shows them again does it only for what has changed."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

from bot.domain.incident import IncidentId

_KEPT = 2_000

What = TypeVar("What")


class Known(Generic[What]):
    """By incident. What was noted longest ago is forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[IncidentId, What] = OrderedDict()
        self._asked: set[IncidentId] = set()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, id: IncidentId) -> What | None:
        self._asked.add(id)
        return self._kept.get(id)

    def put(self, id: IncidentId, what: What) -> None:
        self._kept[id] = what
        self._kept.move_to_end(id)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def settle(self) -> None:
        """Forget what nobody has asked for since this was done last: it is not shown any more."""
        for id in self._kept.keys() - self._asked:
            del self._kept[id]
        self._asked.clear()
