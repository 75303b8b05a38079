"""Find the messages that a page keeps ready."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.component import PageId
from bot.domain.ready_message import ReadyMessage
from storage.database import Database


class FindReadyMessages:
    """By their names. Raises TryAgain."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_page(self, page_id: PageId) -> Sequence[ReadyMessage]:
        async with self._database.reading() as uow:
            return await uow.ready_messages.of_page(page_id)

    async def by_slug(self, slug: str) -> Sequence[ReadyMessage]:
        """Raises UnknownPage, too."""
        async with self._database.reading() as uow:
            return await uow.ready_messages.of_page((await uow.pages.by_slug(slug)).id)
