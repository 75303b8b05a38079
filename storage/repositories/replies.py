"""The updates in the announcements' threads, and what they still have to say about the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.component import PageId
from bot.domain.incident import UpdateId
from storage.tables import ReplyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`revision` is the page's that the update made; `published` once the reply says that every target has it."""

    update_id: UpdateId
    channel: str
    page_id: PageId
    revision: int
    ts: str | None = None
    published: bool = False


class Replies:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, reply: Reply) -> None:
        self._session.add(
            ReplyRow(
                update_id=reply.update_id,
                channel=reply.channel,
                page_id=reply.page_id,
                revision=reply.revision,
                ts=reply.ts,
                published=reply.published,
            )
        )
        await self._session.flush()

    async def get(self, update_id: UpdateId, channel: str) -> Reply | None:
        row = await self._session.get(ReplyRow, (update_id, channel))
        return None if row is None else _reply(row)

    async def posted(self, update_id: UpdateId, channel: str, *, ts: str, published: bool) -> None:
        await self._session.execute(
            update(ReplyRow)
            .where(ReplyRow.update_id == update_id, ReplyRow.channel == channel)
            .values(ts=ts, published=published)
        )

    async def waiting(self, page_id: PageId) -> Sequence[Reply]:
        """Those that stand in a thread and do not yet say that the page has their update."""
        rows = await self._session.scalars(
            select(ReplyRow).where(ReplyRow.published.is_(False), ReplyRow.page_id == page_id, ReplyRow.ts.is_not(None))
        )
        return [_reply(row) for row in rows]


def _reply(row: ReplyRow) -> Reply:
    return Reply(
        update_id=UpdateId(row.update_id),
        channel=row.channel,
        page_id=PageId(row.page_id),
        revision=row.revision,
        ts=row.ts,
        published=row.published,
    )
