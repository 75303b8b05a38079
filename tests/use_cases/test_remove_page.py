from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.component import PageId
from bot.domain.errors import Conflict, Invalid, RetiredPage, StormlampError, UnknownPage
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.backfill_incident import BackfillIncident, PastIncident
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.find_pages import FindPages
from bot.use_cases.keep_ready_message import KeepReadyMessage
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.remove_page import RemovedPage, RemovePage
from bot.use_cases.take_snapshot import TakeSnapshot
from bot.use_cases.tie_channel import TieChannel
from tests.domain.builders import PAGE
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration, a_draft


async def remove(verbs: Verbs, slug: str = "example") -> RemovedPage:
    return await RemovePage(verbs.database, verbs.clock)(slug, actor=OPERATOR, origin=COMMAND_LINE)


async def add(verbs: Verbs, slug: str = "other") -> PageId:
    new = NewPage(slug=slug, name=slug)
    return (await CreatePage(verbs.database, verbs.clock)(new, actor=OPERATOR, origin=COMMAND_LINE)).id


async def kept(verbs: Verbs) -> list[str]:
    return [state.page.slug for state in await FindPages(verbs.database).all()]


@pytest.fixture
async def retired(verbs: Verbs) -> Verbs:
    """“example” is, with INC-1 on it, in three components; “other” is kept."""
    await add(verbs)
    incident = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    await verbs.resolve(a_draft(incident), actor=ADA, origin=GENERAL)
    verbs.clock.forward(hours=1)
    removed = await remove(verbs)
    assert not removed.is_deleted
    return verbs


async def test_the_only_page_stays(verbs: Verbs) -> None:
    with pytest.raises(Conflict, match=r"“Example” is the only page\. Add another one first"):
        await remove(verbs)

    assert await kept(verbs) == ["example"]


async def test_a_page_with_an_open_incident_stays_even_if_that_is_internal(verbs: Verbs) -> None:
    await add(verbs)
    await verbs.declare(a_declaration(is_internal=True), actor=ADA, origin=GENERAL)

    with pytest.raises(Conflict, match=r"“Example” has an open incident: INC-1 “Slow”\. Resolve it first"):
        await remove(verbs)

    assert await kept(verbs) == ["example", "other"]


async def test_a_page_without_incidents_is_deleted_with_all_that_belongs_to_it(verbs: Verbs) -> None:
    await add(verbs)
    database, clock = verbs.database, verbs.clock
    await KeepReadyMessage(database, clock)("example", "Slow", "Slow.", actor=OPERATOR, origin=COMMAND_LINE)
    await TieChannel(database, clock)("example", "C0123456789", actor=OPERATOR, origin=COMMAND_LINE)
    await EditPage(database, clock)(
        PageChange(slug="example", logo=b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        actor=OPERATOR,
        origin=COMMAND_LINE,
    )

    assert (await remove(verbs)).is_deleted

    assert await kept(verbs) == ["other"]
    with pytest.raises(UnknownPage):
        await FindPages(database).by_id(PAGE)
    await add(verbs, "example")
    assert await kept(verbs) == ["other", "example"]


async def test_a_page_that_stands_in_another_place_is_retired_though_it_had_no_incident(verbs: Verbs) -> None:
    await add(verbs)
    async with verbs.database.writing() as uow:
        await uow.publications.follow(PAGE, ["server", "file:///var/www"], now=verbs.clock())

    assert not (await remove(verbs)).is_deleted


async def test_the_next_page_stands_at_the_root_from_now_on(verbs: Verbs) -> None:
    other = await add(verbs)
    before = await verbs.revision(other)

    await remove(verbs)

    assert await verbs.revision(other) == before + 1


async def test_a_retired_page_takes_nothing_new(retired: Verbs) -> None:
    verbs, clock = retired, retired.clock
    sentence = "The page “Example” is retired: nothing new goes on it."
    past = PastIncident(
        page_id=PAGE,
        title="Old",
        message="It was.",
        resolution="It was not.",
        started_at=clock() - timedelta(hours=3),
        resolved_at=clock() - timedelta(hours=2),
    )
    [found] = (await FindIncidents(verbs.database).listed(resolved=None)).incidents

    with pytest.raises(RetiredPage, match=sentence):
        await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    with pytest.raises(RetiredPage, match=sentence):
        await BackfillIncident(verbs.database, clock, Responders())(past, actor=ADA, origin=GENERAL)
    with pytest.raises(RetiredPage, match=sentence):
        await verbs.reopen(a_draft(found.incident), actor=ADA, origin=GENERAL)
    with pytest.raises(RetiredPage, match=sentence):
        await EditPage(verbs.database, clock)(
            PageChange(slug="example", name="New"), actor=OPERATOR, origin=COMMAND_LINE
        )
    with pytest.raises(RetiredPage, match=sentence):
        await remove(verbs)


async def test_a_retired_page_leaves_lists_and_keeps_its_address(retired: Verbs) -> None:
    verbs = retired

    assert await kept(verbs) == ["other"]
    with pytest.raises(Invalid, match="There is a page “example” already"):
        await add(verbs, "example")
    with pytest.raises(StormlampError, match=r"no status page “acme”. There are: other\."):
        await FindPages(verbs.database).by_slug("acme")
    async with verbs.database.reading() as uow:
        assert [page.slug for page in await uow.pages.all()] == ["other", "example"]


async def test_the_public_still_reads_what_was_and_nothing_of_how_things_are(retired: Verbs) -> None:
    verbs = retired
    take = TakeSnapshot(verbs.database, verbs.clock, lambda page: f"https://example.com/{page.slug}")

    snapshot = await take(PAGE, since=0, archive=True)

    assert snapshot.front.headline.text == "This page is no longer updated"
    assert (snapshot.front.components, snapshot.front.groups, dict(snapshot.front.bars)) == ((), (), {})
    assert [each.title for each in snapshot.front.recent_incidents] == ["Slow"]
    [incident] = snapshot.incidents
    assert await take.incident("example", incident.incident.id) is not None  # type: ignore[arg-type]
    assert await take.month("example", snapshot.front.months[0].month) is not None
