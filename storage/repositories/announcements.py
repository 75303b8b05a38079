"""Where incidents are announced."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import Announcement
from storage.inserting import insert_row
from storage.tables import AnnouncementRow


class Announcements:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_incident(self, number: int) -> Sequence[Announcement]:
        """Those that are told what happens; not those that are closed."""
        rows = await self._session.scalars(
            select(AnnouncementRow)
            .where(AnnouncementRow.incident_number == number, AnnouncementRow.is_closed.is_(False))
            .order_by(AnnouncementRow.channel)
        )
        return [Announcement(incident_number=row.incident_number, channel=row.channel, ts=row.ts) for row in rows]

    async def channels_ever(self, number: int) -> Collection[str]:
        """Those that are closed, too."""
        rows = select(AnnouncementRow.channel).where(AnnouncementRow.incident_number == number)
        return set(await self._session.scalars(rows))

    async def get(self, number: int, channel: str) -> Announcement | None:
        row = await self._session.get(AnnouncementRow, (number, channel))
        return None if row is None else Announcement(incident_number=number, channel=channel, ts=row.ts)

    async def incident_at(self, channel: str, ts: str) -> int | None:
        """The number of the incident that the message announces."""
        return await self._session.scalar(
            select(AnnouncementRow.incident_number).where(AnnouncementRow.channel == channel, AnnouncementRow.ts == ts)
        )

    async def is_closed(self, number: int, channel: str) -> bool:
        row = await self._session.get(AnnouncementRow, (number, channel))
        return row is not None and row.is_closed

    async def add(self, number: int, channel: str) -> None:
        insert_row(self._session, AnnouncementRow, incident_number=number, channel=channel, ts=None, is_closed=False)

    async def close(self, number: int, channel: str) -> None:
        """What is owed there already still goes there, and nothing more."""
        await self._session.execute(_of(number, channel).values(is_closed=True))

    async def posted(self, number: int, channel: str, ts: str) -> None:
        await self._session.execute(_of(number, channel).values(ts=ts))

    async def lost(self, number: int, channel: str) -> None:
        """It is not there any more; the next attempt begins with a new one."""
        await self._session.execute(_of(number, channel).values(ts=None))


def _of(number: int, channel: str) -> Update:
    return update(AnnouncementRow).where(AnnouncementRow.incident_number == number, AnnouncementRow.channel == channel)
