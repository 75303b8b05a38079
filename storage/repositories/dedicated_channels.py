"""The channels that incidents have of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.dedicated_channel import DedicatedChannel
from storage.inserting import insert_row
from storage.tables import DedicatedChannelRow


class DedicatedChannels:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_incident(self, number: int) -> DedicatedChannel | None:
        row = await self._session.get(DedicatedChannelRow, number)
        if row is None:
            return None
        return DedicatedChannel(
            incident_number=row.incident_number,
            is_private=row.is_private,
            channel=row.channel,
            requested_by=row.requested_by,
            invited=tuple(row.invited),
            archived_at=row.archived_at,
        )

    async def incident_of(self, channel: str) -> int | None:
        """The number of the incident whose own channel this is."""
        return await self._session.scalar(
            select(DedicatedChannelRow.incident_number).where(
                DedicatedChannelRow.channel == channel, DedicatedChannelRow.archived_at.is_(None)
            )
        )

    async def ask(self, wanted: DedicatedChannel) -> None:
        """In the place of one that was archived."""
        await self.forget(wanted.incident_number)
        insert_row(
            self._session,
            DedicatedChannelRow,
            incident_number=wanted.incident_number,
            is_private=wanted.is_private,
            channel=None,
            requested_by=wanted.requested_by,
            invited=[],
            archived_at=None,
        )

    async def made(self, number: int, channel: str) -> None:
        await self._set(number, channel=channel)

    async def invited(self, number: int, users: Sequence[str]) -> None:
        await self._set(number, invited=list(users))

    async def archived(self, number: int, *, now: datetime) -> None:
        await self._set(number, archived_at=now)

    async def forget(self, number: int) -> None:
        """It could not be made, or another one is asked for."""
        await self._session.execute(delete(DedicatedChannelRow).where(DedicatedChannelRow.incident_number == number))

    async def _set(self, number: int, **values: object) -> None:
        of_incident = DedicatedChannelRow.incident_number == number
        await self._session.execute(update(DedicatedChannelRow).where(of_incident).values(**values))
