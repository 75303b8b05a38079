"""What components went through: spells as the incidents tell them, and the finished days counted from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.component import ComponentId, ComponentStatus, PageId
from bot.domain.incident import Incident
from bot.domain.spell import Spell, differ_from, spells_of
from bot.domain.uptime import Lengths
from storage.inserting import insert_rows
from storage.session import ask
from storage.tables import ComponentDayRow, PageRow, SpellRow, table_of
from storage.transaction import apart

_PAGES = table_of(PageRow).c
_COUNT_AGAIN = apart(
    update(table_of(PageRow))
    .where(_PAGES.id == bindparam("of"), _PAGES.rolled_until > bindparam("changed_at"))
    .values(rolled_until=bindparam("changed_at"), next_change_at=bindparam("changed_at"))
)


class Spells:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def tell(self, incident: Incident) -> None:
        """Keep the incident's spells as they are now; finished days that they change are to be counted again."""
        rows = await self._session.scalars(select(SpellRow).where(SpellRow.incident_number == incident.number))
        before, after = {_spell(row) for row in rows}, spells_of(incident)
        if before and before != after:
            await self._session.execute(delete(SpellRow).where(SpellRow.incident_number == incident.number))
        await self._tell(incident, before, after)

    async def tell_new(self, incident: Incident) -> None:
        """As `tell`, of one that nothing is kept of."""
        await self._tell(incident, set(), spells_of(incident))

    async def _tell(self, incident: Incident, before: Set[Spell], after: Set[Spell]) -> None:
        changed_at = differ_from(before, after)
        if changed_at is None:
            return
        insert_rows(self._session, SpellRow, (_row(spell, incident) for spell in after))
        # What is counted for a time that is told differently now does not stand; whoever passes time counts again.
        await ask(self._session, _COUNT_AGAIN, {"of": incident.page_id, "changed_at": changed_at})

    async def after(self, page_id: PageId, moment: datetime) -> Sequence[Spell]:
        """Those that had not ended then."""
        own = select(SpellRow).where(SpellRow.page_id == page_id)
        # Not one query with OR: for that SQLite reads all that the page ever had.
        after = union_all(own.where(SpellRow.ended_at.is_(None)), own.where(SpellRow.ended_at > moment))
        rows = await self._session.scalars(select(SpellRow).from_statement(after.order_by("started_at", "id")))
        return [_spell(row) for row in rows]

    async def forget(self, page_id: PageId) -> None:
        """All that was kept and counted, to be told again from the record."""
        await self._session.execute(delete(SpellRow).where(SpellRow.page_id == page_id))
        await self._session.execute(delete(ComponentDayRow).where(ComponentDayRow.page_id == page_id))

    async def rolled_until(self, page_id: PageId) -> datetime | None:
        """Days that ended before are counted; None if none is."""
        return await self._session.scalar(select(PageRow.rolled_until).where(PageRow.id == page_id))

    async def count_from(self, page_id: PageId, moment: datetime | None) -> None:
        """Days that ended before are counted from now on; with None, none is."""
        await self._session.execute(update(PageRow).where(PageRow.id == page_id).values(rolled_until=moment))

    async def days(self, page_id: PageId, first: date, before: date) -> Mapping[ComponentId, Mapping[date, Lengths]]:
        """The counted ones from `first` on."""
        rows = await self._session.execute(
            select(ComponentDayRow.component_id, ComponentDayRow.day, ComponentDayRow.seconds).where(
                ComponentDayRow.page_id == page_id, ComponentDayRow.day >= first, ComponentDayRow.day < before
            )
        )
        counted: dict[ComponentId, dict[date, Lengths]] = {}
        for component_id, day, seconds in rows:
            lengths = {ComponentStatus(status): length for status, length in seconds.items()}
            counted.setdefault(ComponentId(component_id), {})[day] = lengths
        return dict(counted)

    async def save_days(
        self, page_id: PageId, days: Iterable[tuple[ComponentId, date, Lengths]], *, since: date
    ) -> None:
        """In place of all that were counted since that day."""
        await self._session.execute(
            delete(ComponentDayRow).where(ComponentDayRow.page_id == page_id, ComponentDayRow.day >= since)
        )
        rows = (
            {
                "component_id": component_id,
                "day": day,
                "page_id": page_id,
                "seconds": {status.value: length for status, length in lengths.items()},
            }
            for component_id, day, lengths in days
        )
        insert_rows(self._session, ComponentDayRow, rows)


def _row(spell: Spell, incident: Incident) -> dict[str, Any]:
    return {
        "page_id": incident.page_id,
        "incident_number": incident.number,
        "component_id": spell.component_id,
        "status": spell.status,
        "started_at": spell.started_at,
        "ended_at": spell.ended_at,
    }


def _spell(row: SpellRow) -> Spell:
    return Spell(
        component_id=None if row.component_id is None else ComponentId(row.component_id),
        status=row.status,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
