"""Claim an event that is only answered: a redelivery must not be answered twice."""

from __future__ import annotations

from bot.use_cases.clock import Clock
from storage.database import Database


class ClaimEvent:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, event_id: str) -> bool:
        """Whether it is the first delivery of this event. Raises TryAgain."""
        async with self._database.writing() as uow:
            return await uow.deliveries.claim(f"event:{event_id}", "", 0, now=self._clock()) is None
