"""Browse all incidents, of a page or of all, by how they stand."""

from __future__ import annotations

from bot.domain.history import HistoryFilter
from bot.domain.state import Listing
from bot.use_cases.find_incidents import completed
from storage.database import Database


class BrowseHistory:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, wanted: HistoryFilter, *, leaf: int = 1, per_leaf: int = 10) -> Listing:
        """Newest first. A leaf out of range gives the nearest one."""
        async with self._database.reading() as uow:
            total = await uow.incidents.count_fitting(wanted)
            leaves = max(1, -(-total // per_leaf))
            leaf = min(max(leaf, 1), leaves)
            found = await uow.incidents.fitting(wanted, offset=(leaf - 1) * per_leaf, limit=per_leaf)
            return Listing(incidents=await completed(uow, found), leaf=leaf, leaves=leaves, total=total)
