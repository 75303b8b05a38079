"""What components went through: finished days are counted once, today and what goes on when somebody looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentId
from bot.domain.page import Page
from bot.domain.spell import Spell
from bot.domain.uptime import History, Lengths, daily, day_begins_at, first_day
from bot.use_cases.find_incidents import catalogue_of
from storage.unit_of_work import UnitOfWork


async def histories(uow: UnitOfWork, page: Page, catalogue: Catalogue) -> Mapping[ComponentId, History]:
    """Of the live components, as the page's revision has them."""
    until = page.updated_at
    first = first_day(until, page.zone)
    begin = day_begins_at(first, page.zone)
    rolled_until = await uow.spells.rolled_until(page.id)
    # A day is counted as a whole or not at all.
    fresh = max(first, rolled_until.astimezone(page.zone).date()) if rolled_until else first
    counted = await uow.spells.days(page.id, first, fresh) if fresh > first else {}
    since = day_begins_at(fresh, page.zone)
    spells = _by_component(await uow.spells.after(page.id, since), catalogue.live)
    found = {}
    for component in catalogue.live:
        own = spells[component.id]
        days = {**counted.get(component.id, {}), **daily(own, since=since, until=until, zone=page.zone)}
        known_since = min([component.created_at, *(day_begins_at(day, page.zone) for day in days)])
        found[component.id] = History(since=max(begin, known_since), until=until, days=days)
    return found


async def count_days(uow: UnitOfWork, page: Page, *, now: datetime, anew: bool = False) -> None:
    """Count the days that have ended since this was last done, or, `anew`, all that a page shows.

    The transaction has to hold the page, so that nobody tells a finished day differently meanwhile.
    """
    today = now.astimezone(page.zone).date()
    first = first_day(now, page.zone)
    rolled_until = await uow.spells.rolled_until(page.id)
    if rolled_until is None:
        await _tell_again(uow, page, now=now)
    elif anew:
        rolled_until = None
    start = max(first, rolled_until.astimezone(page.zone).date()) if rolled_until else first
    if start < today:
        since, until = day_begins_at(start, page.zone), day_begins_at(today, page.zone)
        catalogue = await catalogue_of(uow, page.id)
        spells = _by_component(await uow.spells.after(page.id, since), catalogue.live)
        await uow.spells.save_days(page.id, _days(spells, page, since=since, until=until), since=start)
        await uow.spells.count_from(page.id, until)


async def _tell_again(uow: UnitOfWork, page: Page, *, now: datetime) -> None:
    """From the record, all that the page shows: where it is from before spells were kept."""
    begin = day_begins_at(first_day(now, page.zone), page.zone)
    await uow.spells.forget(page.id)
    for incident in (*await uow.incidents.resolved_after(page.id, begin), *await uow.incidents.open(page.id)):
        await uow.spells.tell(incident)


def _days(
    spells: Mapping[ComponentId, Sequence[Spell]], page: Page, *, since: datetime, until: datetime
) -> Iterator[tuple[ComponentId, date, Lengths]]:
    for component_id, own in spells.items():
        for day, lengths in daily(own, since=since, until=until, zone=page.zone).items():
            yield component_id, day, lengths


def _by_component(spells: Iterable[Spell], components: Sequence[Component]) -> Mapping[ComponentId, Sequence[Spell]]:
    """A spell of the whole page is one of each component that there was."""
    found: defaultdict[ComponentId, list[Spell]] = defaultdict(list)
    for spell in spells:
        if spell.component_id is not None:
            found[spell.component_id].append(spell)
            continue
        for component in components:
            if spell.ended_at is None or component.created_at < spell.ended_at:
                found[component.id].append(replace(spell, started_at=max(spell.started_at, component.created_at)))
    return found
