"""What is still owed to Slack, for whoever has to settle it."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Database
from storage.outbox import Owed


class FindOwed:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self) -> Sequence[Owed]:
        """Stream by stream, each in its order. Raises TryAgain."""
        async with self._database.reading() as uow:
            return await uow.outbox.all()
