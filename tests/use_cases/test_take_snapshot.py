from datetime import timedelta

import pytest

from bot.domain.incident import Incident
from bot.use_cases.actor import OPERATOR
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.take_snapshot import TakeSnapshot
from tests.domain.builders import PAGE
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration, a_draft


@pytest.fixture
def take_snapshot(verbs: Verbs) -> TakeSnapshot:
    return TakeSnapshot(verbs.database, verbs.clock, lambda page: f"https://example.com/{page.slug}")


async def resolved(verbs: Verbs, title: str) -> Incident:
    incident = await verbs.declare(a_declaration(title=title), actor=ADA, origin=GENERAL)
    return await verbs.resolve(a_draft(incident), actor=ADA, origin=GENERAL)


async def test_without_a_public_archive_the_public_finds_what_the_front_page_shows(
    verbs: Verbs, take_snapshot: TakeSnapshot
) -> None:
    old = await resolved(verbs, "Old")
    verbs.clock.forward(days=8)
    new = await resolved(verbs, "New")
    await EditPage(verbs.database, verbs.clock)(
        PageChange(slug="example", has_archive=False), actor=OPERATOR, origin=COMMAND_LINE
    )

    snapshot = await take_snapshot(PAGE, since=0, archive=True)

    assert (snapshot.months, snapshot.front.months) == ((), ())
    assert [each.title for each in snapshot.front.latest_incidents] == ["New"]
    assert await take_snapshot.month("example", "2026-11") is None
    permalinks = [await take_snapshot.incident("example", each.id) for each in (old, new)]
    assert [each.incident.title for each in permalinks if each] == ["Old", "New"]


async def test_a_public_archive_has_them_all(verbs: Verbs, take_snapshot: TakeSnapshot) -> None:
    await resolved(verbs, "Old")
    verbs.clock.forward(days=8)
    await resolved(verbs, "New")

    snapshot = await take_snapshot(PAGE, since=0, archive=True)

    assert [link.month for link in snapshot.front.months] == ["2026-12", "2026-11"]
    assert [each.title for each in snapshot.front.latest_incidents] == ["New", "Old"]


async def test_bars_end_with_the_day_of_the_revision_whenever_it_is_rendered(
    verbs: Verbs, take_snapshot: TakeSnapshot
) -> None:
    await resolved(verbs, "Slow")
    before = await take_snapshot(PAGE, since=0, archive=False)
    verbs.clock.forward(days=1)
    after = await take_snapshot(PAGE, since=0, archive=False)

    assert before.front.bars == after.front.bars
    (good,) = before.front.bars["api"].runs[-1:]
    assert good.first + timedelta(days=good.days - 1) == before.page.updated_at.date()
