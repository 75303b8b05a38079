"""Internal notes on incidents' timelines. One that was taken off stays in the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.incident import Author
from bot.domain.note import Note
from storage.inserting import insert_row
from storage.tables import NoteRow


class Notes:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, note: Note) -> bool:
        """False where that very Slack message is a note already."""
        if note.ts is not None and await self._at(note.channel, note.ts) is not None:
            return False
        insert_row(
            self._session,
            NoteRow,
            incident_number=note.incident_number,
            text=note.text,
            author_name=note.author.name,
            author_slack_id=note.author.slack_id,
            at=note.at,
            channel=note.channel,
            ts=note.ts,
            permalink=note.permalink,
        )
        return True

    async def remove_at(self, channel: str, ts: str, *, now: datetime) -> int | None:
        """The number of the incident whose note it was; None where that message is no note."""
        number = await self._at(channel, ts)
        if number is not None:
            await self._session.execute(
                update(NoteRow)
                .where(NoteRow.channel == channel, NoteRow.ts == ts, NoteRow.removed_at.is_(None))
                .values(removed_at=now)
            )
        return number

    async def of_incident(self, number: int) -> Sequence[Note]:
        """In the order of their times, without those that were taken off."""
        rows = await self._session.scalars(
            select(NoteRow)
            .where(NoteRow.incident_number == number, NoteRow.removed_at.is_(None))
            .order_by(NoteRow.at, NoteRow.id)
        )
        return [
            Note(
                incident_number=row.incident_number,
                text=row.text,
                author=Author(name=row.author_name, slack_id=row.author_slack_id),
                at=row.at,
                channel=row.channel,
                ts=row.ts,
                permalink=row.permalink,
            )
            for row in rows
        ]

    async def _at(self, channel: str | None, ts: str) -> int | None:
        return await self._session.scalar(
            select(NoteRow.incident_number).where(
                NoteRow.channel == channel, NoteRow.ts == ts, NoteRow.removed_at.is_(None)
            )
        )
