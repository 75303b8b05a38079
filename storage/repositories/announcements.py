"""Where incidents are announced."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement import Announcement
from storage.tables import AnnouncementRow


class Announcements:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_incident(self, number: int) -> Sequence[Announcement]:
        rows = await self._session.scalars(
            select(AnnouncementRow).where(AnnouncementRow.incident_number == number).order_by(AnnouncementRow.channel)
        )
        return [Announcement(incident_number=row.incident_number, channel=row.channel, ts=row.ts) for row in rows]

    async def get(self, number: int, channel: str) -> Announcement | None:
        row = await self._session.get(AnnouncementRow, (number, channel))
        return None if row is None else Announcement(incident_number=number, channel=channel, ts=row.ts)

    async def incident_at(self, channel: str, ts: str) -> int | None:
        """The number of the incident that the message announces."""
        return await self._session.scalar(
            select(AnnouncementRow.incident_number).where(AnnouncementRow.channel == channel, AnnouncementRow.ts == ts)
        )

    async def add(self, number: int, channel: str) -> None:
        self._session.add(AnnouncementRow(incident_number=number, channel=channel, ts=None))
        await self._session.flush()

    async def posted(self, number: int, channel: str, ts: str) -> None:
        await self._session.execute(
            update(AnnouncementRow)
            .where(AnnouncementRow.incident_number == number, AnnouncementRow.channel == channel)
            .values(ts=ts)
        )
