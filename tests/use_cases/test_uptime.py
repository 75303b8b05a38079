from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.incident import Impact
from bot.domain.uptime import History, Lengths
from bot.status_page.snapshot import RENDERER_VERSION
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.backfill_incident import BackfillIncident, PastIncident
from bot.use_cases.cancel_incident import CancelIncident
from bot.use_cases.declare_incident import Declaration
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.pass_time import PassTime
from bot.use_cases.uptime import histories
from tests.domain.builders import PAGE
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_draft, named

MAJOR, PARTIAL = ComponentStatus.MAJOR_OUTAGE, ComponentStatus.PARTIAL_OUTAGE
API = named("api")
HOUR = 3600.0


@pytest.fixture
async def verbs(verbs: Verbs) -> Verbs:
    """The components have been there for long."""
    verbs.clock.forward(days=10)
    await pass_time(verbs)
    return verbs


async def pass_time(verbs: Verbs) -> None:
    await PassTime(verbs.database, verbs.clock)()


async def seen(verbs: Verbs) -> Mapping[ComponentId, History]:
    async with verbs.database.reading() as uow:
        page = await uow.pages.get(PAGE)
        return await histories(uow, page, await catalogue_of(uow, PAGE))


async def days(verbs: Verbs, component: ComponentId = API) -> Mapping[date, Lengths]:
    return (await seen(verbs))[component].days


async def counted(verbs: Verbs) -> set[tuple[ComponentId, date]]:
    """The days that stand in the table, and need not be counted again."""
    async with verbs.database.reading() as uow:
        found = await uow.spells.days(PAGE, date(2026, 1, 1), date(2027, 1, 1))
        return {(component, day) for component, of in found.items() for day in of}


async def declare(verbs: Verbs, **changes: object) -> int:
    values = {"components": {API: MAJOR}, **changes}
    declaration = Declaration(page_id=PAGE, title="Down", message="It is down.", **values)  # type: ignore[arg-type]
    return (await verbs.declare(declaration, actor=ADA, origin=GENERAL)).number


async def resolve(verbs: Verbs, number: int) -> None:
    incident = (await verbs.find.by_number(number)).incident
    await verbs.resolve(a_draft(incident), actor=ADA, origin=GENERAL)


async def test_what_happened_today_is_told_at_once(verbs: Verbs) -> None:
    number = await declare(verbs)
    verbs.clock.forward(hours=2)
    await resolve(verbs, number)

    assert await days(verbs) == {date(2026, 12, 3): {MAJOR: 2 * HOUR}}
    assert (await seen(verbs))[named("web")].days == {}


async def test_a_finished_day_is_counted_at_midnight_and_only_then(verbs: Verbs) -> None:
    number = await declare(verbs)
    assert await counted(verbs) == set()

    verbs.clock.forward(hours=13)
    await pass_time(verbs)
    verbs.clock.forward(hours=1)
    await resolve(verbs, number)

    assert await counted(verbs) == {(API, date(2026, 12, 3))}
    assert await days(verbs) == {date(2026, 12, 3): {MAJOR: 12 * HOUR}, date(2026, 12, 4): {MAJOR: 2 * HOUR}}


async def test_midnights_that_nobody_was_there_for_are_made_up_for(verbs: Verbs) -> None:
    await declare(verbs)
    verbs.clock.forward(days=3)
    await pass_time(verbs)

    expected = {date(2026, 12, day): {MAJOR: 24 * HOUR} for day in (4, 5)}
    expected |= {date(2026, 12, 3): {MAJOR: 12 * HOUR}, date(2026, 12, 6): {MAJOR: 12 * HOUR}}
    assert await days(verbs) == expected
    assert {day for _, day in await counted(verbs)} == {date(2026, 12, day) for day in (3, 4, 5)}


async def test_what_is_backfilled_changes_finished_days_before_and_after_they_are_counted_again(verbs: Verbs) -> None:
    await pass_time(verbs)
    now = verbs.clock()
    past = PastIncident(
        page_id=PAGE,
        title="Down",
        message="It was down.",
        resolution="It is up.",
        started_at=now - timedelta(days=4, hours=1),
        resolved_at=now - timedelta(days=4),
        components={API: PARTIAL},
    )
    await BackfillIncident(verbs.database, verbs.clock, Responders())(past, actor=ADA, origin=GENERAL)
    at_once = await days(verbs)
    await pass_time(verbs)

    assert at_once == await days(verbs) == {date(2026, 11, 29): {PARTIAL: HOUR}}
    assert await counted(verbs) == {(API, date(2026, 11, 29))}


async def test_a_cancelled_incident_was_none(verbs: Verbs) -> None:
    number = await declare(verbs)
    verbs.clock.forward(days=2)
    await pass_time(verbs)
    await CancelIncident(verbs.database, verbs.clock, Responders())(number, "By mistake.", actor=ADA, origin=GENERAL)
    at_once = await days(verbs)
    await pass_time(verbs)

    assert at_once == await days(verbs) == {}
    assert await counted(verbs) == set()


async def test_a_critical_outage_of_the_whole_page_is_one_of_each_component(verbs: Verbs) -> None:
    number = await declare(verbs, components={}, impact=Impact.CRITICAL)
    verbs.clock.forward(hours=1)
    await resolve(verbs, number)

    assert {component: history.days for component, history in (await seen(verbs)).items()} == {
        named(name): {date(2026, 12, 3): {MAJOR: HOUR}} for name in ("api", "web", "mail")
    }


async def test_another_zone_cuts_the_days_anew(verbs: Verbs) -> None:
    number = await declare(verbs)
    verbs.clock.forward(hours=8)
    await resolve(verbs, number)
    verbs.clock.forward(days=2)
    await pass_time(verbs)

    await EditPage(verbs.database, verbs.clock)(
        PageChange(slug="example", time_zone="Asia/Tokyo"), actor=OPERATOR, origin=COMMAND_LINE
    )

    assert await days(verbs) == {date(2026, 12, 3): {MAJOR: 3 * HOUR}, date(2026, 12, 4): {MAJOR: 5 * HOUR}}
    assert {day for _, day in await counted(verbs)} == {date(2026, 12, 3), date(2026, 12, 4)}


async def test_a_component_s_history_begins_with_it(verbs: Verbs) -> None:
    history = (await seen(verbs))[API]

    assert history.until - history.since == timedelta(days=10)


async def test_what_is_from_before_spells_were_kept_is_told_from_the_record(verbs: Verbs) -> None:
    number = await declare(verbs)
    verbs.clock.forward(hours=1)
    await resolve(verbs, number)
    async with verbs.database.writing() as uow:
        await uow.spells.forget(PAGE)
        await uow.spells.count_from(PAGE, None)
        await uow.pages.changes_at(PAGE, verbs.clock() + timedelta(days=1))
    async with verbs.database.transaction() as connection:
        await connection.execute(text("UPDATE pages SET renderer_version = 1"))

    await pass_time(verbs)

    assert await days(verbs) == {date(2026, 12, 3): {MAJOR: HOUR}}


async def test_an_older_version_lets_the_pages_of_a_newer_one_be(verbs: Verbs) -> None:
    await pass_time(verbs)
    async with verbs.database.writing() as uow:
        page = await uow.pages.get(PAGE)
        midnight = page.midnight_after(verbs.clock())
        assert await uow.pages.renew(PAGE, next_change_at=midnight, renderer_version=RENDERER_VERSION + 1)

    await pass_time(verbs)
    async with verbs.database.reading() as uow:
        assert (await uow.pages.get(PAGE)).revision == page.revision
    verbs.clock.now = midnight
    await pass_time(verbs)

    async with verbs.database.reading() as uow:
        assert (await uow.pages.get(PAGE)).revision == page.revision + 1
        assert await uow.pages.changed_by_time(now=midnight, renderer_version=RENDERER_VERSION + 1) == []
