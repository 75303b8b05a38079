"""Count the incidents of the last days."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.stats import Stats, stats
from bot.use_cases.clock import Clock
from bot.use_cases.find_incidents import FindIncidents
from storage.database import Database


class ReadStats:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._find = FindIncidents(database)
        self._clock = clock

    async def __call__(self, days: int) -> Stats:
        """Of those that began in the last `days`. Raises TryAgain."""
        return stats(await self._find.started_after(self._clock() - timedelta(days=days)), days=days)
