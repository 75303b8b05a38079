"""Incidents with their updates. An update is only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from bot.domain.component import ComponentId, ComponentStatus, PageId
from bot.domain.errors import UnknownIncident
from bot.domain.incident import Author, Incident, IncidentId, IncidentStatus, Update, UpdateId
from storage.tables import AnnouncementRow, IncidentRow, SequenceRow, UpdateRow

_SEQUENCE = "incident"


class Incidents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next_number(self) -> int:
        """The next of INC-1, INC-2, …; held until the transaction ends, so that none is given twice."""
        taken: int | None = await self._session.scalar(
            update(SequenceRow)
            .where(SequenceRow.name == _SEQUENCE)
            .values(value=SequenceRow.value + 1)
            .returning(SequenceRow.value)
        )
        if taken is None:
            self._session.add(SequenceRow(name=_SEQUENCE, value=1))
            await self._session.flush()
            return 1
        return taken

    async def add(self, incident: Incident, *, month: str) -> None:
        """`month` is that of its declaration in the page's zone."""
        self._session.add(
            IncidentRow(
                number=incident.number,
                id=incident.id,
                page_id=incident.page_id,
                title=incident.title,
                created_at=incident.created_at,
                month=month,
                **_following(incident),
            )
        )
        await self._session.flush()
        await self._add_updates(incident, after=0)

    async def save(self, incident: Incident) -> None:
        """Its new updates and what follows from them."""
        stored = await self._session.scalar(
            select(func.max(UpdateRow.position)).where(UpdateRow.incident_number == incident.number)
        )
        await self._session.execute(
            update(IncidentRow).where(IncidentRow.number == incident.number).values(**_following(incident))
        )
        await self._add_updates(incident, after=stored or 0)

    async def _add_updates(self, incident: Incident, *, after: int) -> None:
        self._session.add_all(
            UpdateRow(
                id=each.id,
                incident_number=incident.number,
                position=each.position,
                status=each.status,
                message=each.message,
                author_name=each.author.name,
                author_slack_id=each.author.slack_id,
                created_at=each.created_at,
                components=dict(each.components),
            )
            for each in incident.updates
            if each.position > after
        )
        await self._session.flush()

    async def by_number(self, number: int, *, lock: bool = False) -> Incident:
        """Raises UnknownIncident. With `lock`, nobody else changes it before the transaction ends."""
        # A number past the column's range can't be there, and the driver would refuse it.
        query = _with_updates().where(IncidentRow.number == (number if number < 2**31 else 0))
        found = await self._all(query.with_for_update(of=IncidentRow) if lock else query)
        if not found:
            raise UnknownIncident(f"INC-{number}")
        return found[0]

    async def by_id(self, incident_id: IncidentId) -> Incident | None:
        found = await self._all(_with_updates().where(IncidentRow.id == incident_id))
        return found[0] if found else None

    async def number_of_update(self, update_id: UpdateId) -> int:
        row = await self._session.get_one(UpdateRow, update_id)
        return row.incident_number

    async def open(self, page_id: PageId | None = None) -> Sequence[Incident]:
        """The open ones, newest first."""
        query = _with_updates().where(IncidentRow.status != IncidentStatus.RESOLVED)
        if page_id is not None:
            query = query.where(IncidentRow.page_id == page_id)
        return await self._all(query.order_by(IncidentRow.number.desc()))

    async def open_in_channel(self, channel: str) -> Sequence[Incident]:
        """The open ones that are announced in this channel, newest first."""
        announced = select(AnnouncementRow.incident_number).where(AnnouncementRow.channel == channel)
        return await self._all(
            _with_updates()
            .where(IncidentRow.status != IncidentStatus.RESOLVED, IncidentRow.number.in_(announced))
            .order_by(IncidentRow.number.desc())
        )

    async def listed(self, *, resolved: bool | None, offset: int, limit: int) -> Sequence[Incident]:
        """Newest first; `resolved` of None means all."""
        query = _filtered(_with_updates(), resolved).order_by(IncidentRow.number.desc())
        return await self._all(query.offset(offset).limit(limit))

    async def count(self, *, resolved: bool | None) -> int:
        return await self._session.scalar(_filtered(select(func.count(IncidentRow.number)), resolved)) or 0

    async def resolved_after(self, page_id: PageId, moment: datetime) -> Sequence[Incident]:
        """The latest resolution first."""
        return await self._all(
            _with_updates()
            .where(IncidentRow.page_id == page_id, IncidentRow.resolved_at > moment)
            .order_by(IncidentRow.resolved_at.desc(), IncidentRow.number.desc())
        )

    async def latest(self, page_id: PageId, limit: int) -> Sequence[Incident]:
        return await self._all(
            _with_updates()
            .where(IncidentRow.page_id == page_id)
            .order_by(IncidentRow.created_at.desc(), IncidentRow.number.desc())
            .limit(limit)
        )

    async def of_month(self, page_id: PageId, month: str) -> Sequence[Incident]:
        return await self._all(
            _with_updates()
            .where(IncidentRow.page_id == page_id, IncidentRow.month == month)
            .order_by(IncidentRow.created_at.desc(), IncidentRow.number.desc())
        )

    async def changed_since(self, page_id: PageId, revision: int) -> Sequence[tuple[IncidentId, str]]:
        """Id and month of each incident that changed after that revision; of 0, all of them."""
        rows = await self._session.execute(
            select(IncidentRow.id, IncidentRow.month)
            .where(IncidentRow.page_id == page_id, IncidentRow.revision > revision)
            .order_by(IncidentRow.number)
        )
        return [(IncidentId(id), month) for id, month in rows]

    async def months(self, page_id: PageId) -> Sequence[tuple[str, int]]:
        """Each month that has incidents with their count, newest first."""
        rows = await self._session.execute(
            select(IncidentRow.month, func.count())
            .where(IncidentRow.page_id == page_id)
            .group_by(IncidentRow.month)
            .order_by(IncidentRow.month.desc())
        )
        return [(month, count) for month, count in rows]

    async def file_again(self, number: int, *, month: str) -> None:
        """Under another month, because the page's zone was changed."""
        await self._session.execute(update(IncidentRow).where(IncidentRow.number == number).values(month=month))

    async def declared(self, page_id: PageId) -> Sequence[tuple[int, datetime]]:
        """Number and time of declaration of all incidents of a page."""
        rows = await self._session.execute(
            select(IncidentRow.number, IncidentRow.created_at).where(IncidentRow.page_id == page_id)
        )
        return [(number, created_at) for number, created_at in rows]

    async def names_component(self, page_id: PageId, component_id: ComponentId) -> Sequence[Incident]:
        """The open incidents that hold this component."""
        return [incident for incident in await self.open(page_id) if component_id in incident.components]

    async def _all(self, query: Select[IncidentRow]) -> Sequence[Incident]:
        rows: Iterable[IncidentRow] = await self._session.scalars(query.execution_options(populate_existing=True))
        return [_incident(row) for row in rows]


def _with_updates() -> Select[IncidentRow]:
    return select(IncidentRow).options(selectinload(IncidentRow.updates))


def _filtered(query: Select[Any], resolved: bool | None) -> Select[Any]:
    if resolved is None:
        return query
    is_resolved = IncidentRow.status == IncidentStatus.RESOLVED
    return query.where(is_resolved if resolved else ~is_resolved)


def _following(incident: Incident) -> dict[str, Any]:
    return {
        "impact_override": incident.impact_override,
        "revision": incident.revision,
        "status": incident.status,
        "resolved_at": incident.resolved_at,
    }


def _incident(row: IncidentRow) -> Incident:
    return Incident(
        id=IncidentId(row.id),
        number=row.number,
        page_id=PageId(row.page_id),
        title=row.title,
        impact_override=row.impact_override,
        created_at=row.created_at,
        revision=row.revision,
        updates=tuple(_update(each) for each in row.updates),
    )


def _update(row: UpdateRow) -> Update:
    return Update(
        id=UpdateId(row.id),
        position=row.position,
        status=row.status,
        message=row.message,
        author=Author(name=row.author_name, slack_id=row.author_slack_id),
        created_at=row.created_at,
        components=MappingProxyType(
            {ComponentId(id): ComponentStatus(status) for id, status in row.components.items()}
        ),
    )
