"""Reminders that are due at a time: each is sent once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.incident import UpdateId
from bot.domain.nudge import Nudge, NudgeKind
from storage.forgetting import delete_oldest
from storage.inserting import insert_rows
from storage.tables import NudgeRow, table_of

_DELETE_YET_TO_COME = delete(table_of(NudgeRow)).where(
    NudgeRow.incident_number == bindparam("incident_number"), NudgeRow.sent_at.is_(None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNudge:
    incident_number: int
    update_id: UpdateId
    kind: NudgeKind


class Nudges:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def plan(self, incident_number: int, update_id: UpdateId, nudges: Iterable[Nudge]) -> None:
        """These instead of all that are yet to come."""
        await self._session.execute(_DELETE_YET_TO_COME, {"incident_number": incident_number})
        await self.plan_first(incident_number, update_id, nudges)

    async def plan_first(self, incident_number: int, update_id: UpdateId, nudges: Iterable[Nudge]) -> None:
        """As `plan`, where none was planned before."""
        rows = (
            {"incident_number": incident_number, "update_id": update_id, "kind": nudge.kind, "due_at": nudge.due_at}
            for nudge in nudges
        )
        insert_rows(self._session, NudgeRow, rows)

    async def take_due(self, *, now: datetime) -> Sequence[DueNudge]:
        """Those whose time has come; from now on they are sent."""
        due = (
            select(NudgeRow.id)
            .where(NudgeRow.sent_at.is_(None), NudgeRow.due_at <= now)
            .order_by(NudgeRow.id)
            .with_for_update(skip_locked=True)
        )
        rows = await self._session.scalars(
            update(NudgeRow)
            .where(NudgeRow.id.in_(list(await self._session.scalars(due))))
            .values(sent_at=now)
            .returning(NudgeRow)
        )
        return [
            DueNudge(incident_number=row.incident_number, update_id=UpdateId(row.update_id), kind=NudgeKind(row.kind))
            for row in sorted(rows, key=lambda row: row.id)
        ]

    async def next_due_at(self) -> datetime | None:
        return await self._session.scalar(select(func.min(NudgeRow.due_at)).where(NudgeRow.sent_at.is_(None)))

    async def last_due_at(self, incident_number: int) -> datetime | None:
        """When the last of an incident's is due, or was."""
        return await self._session.scalar(
            select(func.max(NudgeRow.due_at)).where(NudgeRow.incident_number == incident_number)
        )

    async def forget_sent_before(self, moment: datetime, *, limit: int) -> int:
        """How many are gone, the oldest first."""
        return await delete_oldest(self._session, NudgeRow.id, NudgeRow.sent_at, moment, limit=limit)
