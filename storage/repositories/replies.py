"""The updates in the announcements' threads, and what they still have to say about the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.component import PageId
from bot.domain.incident import UpdateId
from storage.inserting import insert_row
from storage.tables import ReplyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`revision` is the page's that the update made, `on_page_at` when every target had it.

    `told` once the message in Slack says so.
    """

    update_id: UpdateId
    channel: str
    page_id: PageId
    revision: int
    ts: str | None = None
    on_page_at: datetime | None = None
    told: bool = False


class Replies:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, reply: Reply) -> None:
        insert_row(
            self._session,
            ReplyRow,
            update_id=reply.update_id,
            channel=reply.channel,
            page_id=reply.page_id,
            revision=reply.revision,
            ts=reply.ts,
            on_page_at=reply.on_page_at,
            told=reply.told,
        )

    async def get(self, update_id: UpdateId, channel: str) -> Reply | None:
        row = await self._session.get(ReplyRow, (update_id, channel))
        return None if row is None else _reply(row)

    async def posted(self, update_id: UpdateId, channel: str, *, ts: str, told: bool) -> None:
        """The message stands in the thread; `told` if it says that the page has the update."""
        await self._session.execute(
            update(ReplyRow)
            .where(ReplyRow.update_id == update_id, ReplyRow.channel == channel)
            .values(ts=ts, told=told)
        )

    async def on_page(self, page_id: PageId, *, revision: int, now: datetime) -> Sequence[Reply]:
        """Every target has the page up to `revision`: the replies that are on the page only now."""
        rows = await self._session.scalars(
            update(ReplyRow)
            .where(ReplyRow.page_id == page_id, ReplyRow.on_page_at.is_(None), ReplyRow.revision <= revision)
            .values(on_page_at=now)
            .returning(ReplyRow)
        )
        return [_reply(row) for row in rows]

    async def waiting(self, page_id: PageId) -> Sequence[Reply]:
        """Those whose update is not yet on every target."""
        rows = await self._session.scalars(
            select(ReplyRow).where(ReplyRow.page_id == page_id, ReplyRow.on_page_at.is_(None))
        )
        return [_reply(row) for row in rows]


def _reply(row: ReplyRow) -> Reply:
    return Reply(
        update_id=UpdateId(row.update_id),
        channel=row.channel,
        page_id=PageId(row.page_id),
        revision=row.revision,
        ts=row.ts,
        on_page_at=row.on_page_at,
        told=row.told,
    )
