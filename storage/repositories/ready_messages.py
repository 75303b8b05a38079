"""Ready-made messages of pages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.component import PageId
from bot.domain.ready_message import ReadyMessage
from storage.inserting import insert_row
from storage.tables import ReadyMessageRow


class ReadyMessages:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_page(self, page_id: PageId) -> Sequence[ReadyMessage]:
        """By their names."""
        rows = await self._session.scalars(
            select(ReadyMessageRow).where(ReadyMessageRow.page_id == page_id).order_by(func.lower(ReadyMessageRow.name))
        )
        return [ReadyMessage(id=row.id, name=row.name, text=row.text) for row in rows]

    async def put(self, page_id: PageId, name: str, text: str) -> None:
        """In the place of the one of that name, if there is one."""
        mine = (ReadyMessageRow.page_id == page_id, ReadyMessageRow.name == name)
        known = await self._session.scalar(select(ReadyMessageRow.id).where(*mine))
        if known is None:
            insert_row(self._session, ReadyMessageRow, page_id=page_id, name=name, text=text)
        else:
            await self._session.execute(update(ReadyMessageRow).where(ReadyMessageRow.id == known).values(text=text))

    async def change(self, page_id: PageId, before: str, name: str, text: str) -> None:
        """The one that is called `before`."""
        mine = (ReadyMessageRow.page_id == page_id, ReadyMessageRow.name == before)
        await self._session.execute(update(ReadyMessageRow).where(*mine).values(name=name, text=text))

    async def remove(self, page_id: PageId, name: str) -> bool:
        """Whether there was one of that name."""
        mine = (ReadyMessageRow.page_id == page_id, ReadyMessageRow.name == name)
        gone = await self._session.scalar(delete(ReadyMessageRow).where(*mine).returning(ReadyMessageRow.id))
        return gone is not None
