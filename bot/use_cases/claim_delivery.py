"""Claim what is only answered, and changes nothing: a redelivery must not be answered twice."""

from __future__ import annotations

from bot.use_cases.claims import is_repeated
from bot.use_cases.clock import Clock
from bot.use_cases.origin import Origin
from storage.database import Database


class ClaimDelivery:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, origin: Origin) -> bool:
        """Whether it is the first of its kind. Raises TryAgain."""
        async with self._database.writing() as uow:
            return not await is_repeated(uow, origin, now=self._clock())
