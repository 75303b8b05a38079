"""Incidents with their updates. An update is only ever added, and what it said before it was corrected is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.component import ComponentId, ComponentStatus, PageId
from bot.domain.errors import UnknownIncident
from bot.domain.history import HistoryFilter, Standing
from bot.domain.incident import Author, Cancellation, Correction, Incident, IncidentId, IncidentStatus, Update, UpdateId
from bot.domain.known import Known
from storage.inserting import insert_if_new, insert_row, insert_rows
from storage.repositories.spells import Spells
from storage.session import ask
from storage.tables import AnnouncementRow, CorrectionRow, IncidentRow, SequenceRow, UpdateRow, table_of
from storage.transaction import apart
from storage.types import in_range

_SEQUENCE = "incident"
_LOADED_AT_ONCE = 500

_SEQUENCES = table_of(SequenceRow).c
_NEXT_NUMBER = apart(
    update(table_of(SequenceRow))
    .where(_SEQUENCES.name == _SEQUENCE)
    .values(value=_SEQUENCES.value + 1)
    .returning(_SEQUENCES.value)
)
_UPDATES, _CORRECTIONS = table_of(UpdateRow).c, table_of(CorrectionRow).c
_OF_NUMBERS = _UPDATES.incident_number.in_(bindparam("numbers", expanding=True))
_UPDATES_OF = apart(select(table_of(UpdateRow)).where(_OF_NUMBERS).order_by(_UPDATES.position))
_CORRECTIONS_OF = apart(
    select(table_of(CorrectionRow))
    .join(table_of(UpdateRow), _UPDATES.id == _CORRECTIONS.update_id)
    .where(_OF_NUMBERS)
    .order_by(_CORRECTIONS.position)
)
_GIVE_BACK = apart(update(table_of(SequenceRow)).where(_SEQUENCES.name == _SEQUENCE).values(value=_SEQUENCES.value - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """Where an incident stands in the public history; `month` is empty for an internal one."""

    id: IncidentId
    month: str
    is_public: bool


class Incidents:
    def __init__(self, session: AsyncSession, spells: Spells) -> None:
        self._session = session
        self._spells = spells

    async def next_number(self) -> int:
        """The next of INC-1, INC-2, …; held until the transaction ends, so that none is given twice."""
        taken: int | None = (await ask(self._session, _NEXT_NUMBER)).scalar()
        if taken is None:
            # Of those who come first at once, all but one wait here, and go on from what that one has taken.
            first = insert_if_new(SequenceRow, self._session.get_bind().dialect.name)
            await self._session.execute(first, {"name": _SEQUENCE, "value": 0})
            taken = (await ask(self._session, _NEXT_NUMBER)).scalar_one()
        return taken

    async def give_back_number(self) -> None:
        """The one that was taken last, in the same transaction."""
        await ask(self._session, _GIVE_BACK)

    async def add(self, incident: Incident, *, month: str | None) -> None:
        """`month` is that in which it became public, in the page's zone."""
        insert_row(
            self._session,
            IncidentRow,
            number=incident.number,
            id=incident.id,
            page_id=incident.page_id,
            created_at=incident.created_at,
            **_following(incident, month),
        )
        insert_rows(self._session, UpdateRow, (_update_values(incident, each) for each in incident.updates))
        await self._spells.tell_new(incident)

    async def save(self, incident: Incident, *, month: str | None) -> None:
        """What has changed of it and its updates, and what follows from that."""
        await self._session.execute(
            update(IncidentRow).where(IncidentRow.number == incident.number).values(**_following(incident, month))
        )
        stored = {each.id: each for each in (await self._updates_of([incident.number])).get(incident.number, ())}
        for each in incident.updates:
            before = stored.get(each.id)
            if before is None:
                insert_row(self._session, UpdateRow, **_update_values(incident, each))
            elif before != each:
                values = _update_values(incident, each)
                await self._session.execute(update(UpdateRow).where(UpdateRow.id == each.id).values(values))
                insert_rows(self._session, CorrectionRow, _corrections(each, after=len(before.corrections)))
        await self._spells.tell(incident)

    async def by_number(self, number: int, *, lock: bool = False) -> Incident:
        """Raises UnknownIncident. With `lock`, nobody else changes it before the transaction ends."""
        query = select(IncidentRow).where(IncidentRow.number == in_range(number))
        found = await self._all(query.with_for_update(of=IncidentRow) if lock else query)
        if not found:
            raise UnknownIncident(f"INC-{number}")
        return found[0]

    async def by_id(self, incident_id: IncidentId) -> Incident | None:
        found = await self._all(select(IncidentRow).where(IncidentRow.id == incident_id))
        return found[0] if found else None

    async def by_ids(self, ids: Sequence[IncidentId], *, known: Known[Incident] | None = None) -> Sequence[Incident]:
        """In the order of their numbers."""
        found: list[Incident] = []
        for first in range(0, len(ids), _LOADED_AT_ONCE):
            some = select(IncidentRow).where(IncidentRow.id.in_(ids[first : first + _LOADED_AT_ONCE]))
            found += await self._all(some.order_by(IncidentRow.number), known)
        return found

    async def number_of_update(self, update_id: UpdateId) -> int:
        row = await self._session.get_one(UpdateRow, update_id)
        return row.incident_number

    async def open(self, page_id: PageId | None = None, *, known: Known[Incident] | None = None) -> Sequence[Incident]:
        """The open ones, newest first."""
        query = select(IncidentRow).where(IncidentRow.is_open)
        if page_id is not None:
            query = query.where(IncidentRow.page_id == page_id)
        return await self._all(query.order_by(IncidentRow.number.desc()), known)

    async def open_in_channel(self, channel: str) -> Sequence[Incident]:
        """The open ones that are announced in this channel, newest first."""
        announced = select(AnnouncementRow.incident_number).where(AnnouncementRow.channel == channel)
        return await self._all(
            select(IncidentRow)
            .where(IncidentRow.is_open, IncidentRow.number.in_(announced))
            .order_by(IncidentRow.number.desc())
        )

    async def listed(self, *, resolved: bool | None, offset: int, limit: int) -> Sequence[Incident]:
        """Newest first; `resolved` of None means all."""
        query = _filtered(select(IncidentRow), resolved).order_by(IncidentRow.number.desc())
        return await self._all(query.offset(offset).limit(limit))

    async def count(self, *, resolved: bool | None) -> int:
        return await self._session.scalar(_filtered(select(func.count(IncidentRow.number)), resolved)) or 0

    async def fitting(self, wanted: HistoryFilter, *, offset: int, limit: int) -> Sequence[Incident]:
        """Newest first."""
        query = _fitting(select(IncidentRow), wanted).order_by(IncidentRow.number.desc())
        return await self._all(query.offset(offset).limit(limit))

    async def count_fitting(self, wanted: HistoryFilter) -> int:
        return await self._session.scalar(_fitting(select(func.count(IncidentRow.number)), wanted)) or 0

    async def resolved_after(
        self, page_id: PageId, moment: datetime, *, known: Known[Incident] | None = None
    ) -> Sequence[Incident]:
        """The public ones, the latest resolution first."""
        return await self._all(
            select(IncidentRow)
            .where(IncidentRow.page_id == page_id, IncidentRow.is_public, IncidentRow.resolved_at > moment)
            .order_by(IncidentRow.resolved_at.desc(), IncidentRow.number.desc()),
            known,
        )

    async def started_after(self, moment: datetime) -> Sequence[Incident]:
        """On all pages, newest first."""
        return await self._all(
            select(IncidentRow).where(IncidentRow.started_at > moment).order_by(IncidentRow.number.desc())
        )

    async def latest(self, page_id: PageId, limit: int, *, known: Known[Incident] | None = None) -> Sequence[Incident]:
        """The public ones, newest first."""
        return await self._all(
            select(IncidentRow)
            .where(IncidentRow.page_id == page_id, IncidentRow.is_public)
            .order_by(IncidentRow.public_at.desc(), IncidentRow.number.desc())
            .limit(limit),
            known,
        )

    async def of_month(
        self, page_id: PageId, month: str, *, known: Known[Incident] | None = None
    ) -> Sequence[Incident]:
        """The public ones, newest first."""
        return await self._all(
            select(IncidentRow)
            .where(IncidentRow.page_id == page_id, IncidentRow.month == month, IncidentRow.is_public)
            .order_by(IncidentRow.public_at.desc(), IncidentRow.number.desc()),
            known,
        )

    async def changed_since(self, page_id: PageId, revision: int) -> Sequence[Filed]:
        """Each incident that changed after that revision, whether the public may see it or not; of 0, all of them."""
        rows = await self._session.execute(
            select(IncidentRow.id, IncidentRow.month, IncidentRow.is_public)
            .where(IncidentRow.page_id == page_id, IncidentRow.revision > revision)
            .order_by(IncidentRow.number)
        )
        return [Filed(id=IncidentId(id), month=month, is_public=is_public) for id, month, is_public in rows]

    async def months(self, page_id: PageId) -> Sequence[tuple[str, int]]:
        """Each month that has public incidents with their count, newest first."""
        rows = await self._session.execute(
            select(IncidentRow.month, func.count())
            .where(IncidentRow.page_id == page_id, IncidentRow.is_public)
            .group_by(IncidentRow.month)
            .order_by(IncidentRow.month.desc())
        )
        return [(month, count) for month, count in rows]

    async def file_again(self, number: int, *, month: str) -> None:
        """Under another month, because the page's zone was changed."""
        await self._session.execute(update(IncidentRow).where(IncidentRow.number == number).values(month=month))

    async def made_public(self, page_id: PageId) -> Sequence[tuple[int, datetime]]:
        """Number of each incident that the public knows of or knew of, and since when."""
        rows = await self._session.execute(
            select(IncidentRow.number, IncidentRow.public_at).where(
                IncidentRow.page_id == page_id, IncidentRow.public_at.is_not(None)
            )
        )
        return [(number, public_at) for number, public_at in rows if public_at is not None]

    async def names_component(self, page_id: PageId, component_id: ComponentId) -> Sequence[Incident]:
        """The open incidents that hold this component."""
        return [incident for incident in await self.open(page_id) if component_id in incident.components]

    async def _all(self, query: Select[IncidentRow], known: Known[Incident] | None = None) -> Sequence[Incident]:
        """What is `known` of an incident holds for the public for as long as its revision is the same."""
        if known is None:
            # Rows of tables: to map them to objects took twice as long as all the rest.
            rows = (await self._session.execute(query.with_only_columns(*table_of(IncidentRow).c))).all()
            updates = await self._updates_of([row.number for row in rows])
            return [_incident(row, updates.get(row.number, ())) for row in rows]
        stamps = (await self._session.execute(query.with_only_columns(IncidentRow.id, IncidentRow.revision))).all()
        found = {id: known.get(IncidentId(id)) for id, _ in stamps}
        stale = [id for id, revision in stamps if (each := found[id]) is None or each.revision != revision]
        for incident in await self.by_ids([IncidentId(id) for id in stale]):
            found[incident.id] = incident
            known.put(incident.id, incident)
        return [shown for id, _ in stamps if (shown := found[id]) is not None]

    async def _updates_of(self, numbers: Sequence[int]) -> Mapping[int, Sequence[Update]]:
        """In their order, by the number of their incident."""
        found: dict[int, list[Update]] = {}
        for first in range(0, len(numbers), _LOADED_AT_ONCE):
            some = {"numbers": numbers[first : first + _LOADED_AT_ONCE]}
            corrections: dict[str, list[Correction]] = {}
            for row in await ask(self._session, _CORRECTIONS_OF, some):
                corrections.setdefault(row.update_id, []).append(_correction(row))
            for row in await ask(self._session, _UPDATES_OF, some):
                found.setdefault(row.incident_number, []).append(_update(row, corrections.get(row.id, ())))
        return found


def _filtered(query: Select[Any], resolved: bool | None) -> Select[Any]:
    if resolved is None:
        return query
    return query.where(~IncidentRow.is_open if resolved else IncidentRow.is_open)


def _fitting(query: Select[Any], wanted: HistoryFilter) -> Select[Any]:
    if wanted.page_id is not None:
        query = query.where(IncidentRow.page_id == wanted.page_id)
    match wanted.standing:
        case None:
            return query
        case Standing.OPEN:
            return query.where(IncidentRow.is_open)
        case Standing.CANCELLED:
            return query.where(IncidentRow.cancelled_at.is_not(None))
        case status:
            return query.where(IncidentRow.status == IncidentStatus(status), IncidentRow.cancelled_at.is_(None))


def _following(incident: Incident, month: str | None) -> dict[str, Any]:
    cancellation = incident.cancellation
    return {
        "title": incident.title,
        "impact_override": incident.impact_override,
        "revision": incident.revision,
        "started_at": incident.started_at,
        "lead_slack_id": incident.lead_slack_id,
        "postmortem": incident.postmortem,
        "status": incident.status,
        "resolved_at": incident.resolved_at,
        "public_at": incident.public_at,
        "month": month or "",
        "is_open": incident.is_open,
        "is_public": incident.is_public,
        "cancelled_at": cancellation and cancellation.at,
        "cancel_reason": cancellation and cancellation.reason,
        "canceller_name": cancellation and cancellation.author.name,
        "canceller_slack_id": cancellation and cancellation.author.slack_id,
    }


def _update_values(incident: Incident, each: Update) -> dict[str, Any]:
    return {
        "id": each.id,
        "incident_number": incident.number,
        "position": each.position,
        "status": each.status,
        "message": each.message,
        "author_name": each.author.name,
        "author_slack_id": each.author.slack_id,
        "created_at": each.created_at,
        "components": dict(each.components),
        "is_internal": each.is_internal,
        "is_withdrawn": each.is_withdrawn,
        "next_update_at": each.next_update_at,
    }


def _corrections(each: Update, *, after: int) -> Iterable[dict[str, Any]]:
    return (
        {
            "update_id": each.id,
            "position": position,
            "message": correction.message,
            "author_name": correction.author.name,
            "author_slack_id": correction.author.slack_id,
            "at": correction.at,
        }
        for position, correction in enumerate(each.corrections, start=1)
        if position > after
    )


def _incident(row: Row[Any], updates: Sequence[Update]) -> Incident:
    return Incident(
        id=IncidentId(row.id),
        number=row.number,
        page_id=PageId(row.page_id),
        title=row.title,
        impact_override=row.impact_override,
        created_at=row.created_at,
        started_at=row.started_at,
        lead_slack_id=row.lead_slack_id,
        postmortem=row.postmortem,
        revision=row.revision,
        updates=tuple(updates),
        cancellation=_cancellation(row),
    )


def _cancellation(row: Row[Any]) -> Cancellation | None:
    if row.cancelled_at is None:
        return None
    author = Author(name=row.canceller_name or "", slack_id=row.canceller_slack_id)
    return Cancellation(reason=row.cancel_reason or "", author=author, at=row.cancelled_at)


def _update(row: Row[Any], corrections: Sequence[Correction]) -> Update:
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
        is_internal=row.is_internal,
        is_withdrawn=row.is_withdrawn,
        next_update_at=row.next_update_at,
        corrections=tuple(corrections),
    )


def _correction(row: Row[Any]) -> Correction:
    author = Author(name=row.author_name, slack_id=row.author_slack_id)
    return Correction(message=row.message, author=author, at=row.at)
