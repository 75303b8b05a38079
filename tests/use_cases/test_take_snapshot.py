from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.component import ComponentStatus
from bot.domain.incident import Incident, IncidentStatus
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.cancel_incident import CancelIncident
from bot.use_cases.change_incident import Draft
from bot.use_cases.correct_update import CorrectUpdate
from bot.use_cases.edit_incident import EditIncident, IncidentEdit
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.publish_incident import PublishIncident
from bot.use_cases.publish_postmortem import PublishPostmortem
from bot.use_cases.retract_update import RetractUpdate
from bot.use_cases.take_snapshot import TakeSnapshot
from tests.domain.builders import PAGE
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration, a_draft, named

DEGRADED = ComponentStatus.DEGRADED_PERFORMANCE


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


async def test_what_is_kept_from_earlier_snapshots_makes_no_difference(
    verbs: Verbs, take_snapshot: TakeSnapshot
) -> None:
    at_hand = verbs.database, verbs.clock, Responders()
    internal = await verbs.declare(a_declaration(is_internal=True), actor=ADA, origin=GENERAL)
    number = (await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)).number
    acts: list[Callable[..., Awaitable[Incident]]] = [
        partial(verbs.post, a_draft(internal)),
        partial(verbs.post, Draft(number=number, message="More.", components={named("web"): DEGRADED})),
        partial(CorrectUpdate(*at_hand), number, 1, "Corrected."),
        partial(EditIncident(*at_hand), IncidentEdit(number=number, title="Edited")),
        partial(RetractUpdate(*at_hand), number, 2),
        partial(PublishIncident(*at_hand), a_draft(internal, "Public.")),
        partial(verbs.resolve, Draft(number=number, message="Over.")),
        partial(PublishPostmortem(*at_hand), number, "What we learnt."),
        partial(verbs.reopen, Draft(number=number, message="Again.", status=IncidentStatus.IDENTIFIED)),
        partial(CancelIncident(*at_hand), internal.number, "A false alarm."),
    ]
    for act in acts:
        verbs.clock.forward(minutes=1)
        await act(actor=ADA, origin=GENERAL)
        fresh = TakeSnapshot(verbs.database, verbs.clock, lambda page: f"https://example.com/{page.slug}")

        assert await take_snapshot(PAGE, since=0, archive=True) == await fresh(PAGE, since=0, archive=True)


async def test_a_page_says_whether_its_indicator_may_be_maintenance(verbs: Verbs, take_snapshot: TakeSnapshot) -> None:
    before = await take_snapshot(PAGE, since=0, archive=False)
    await EditPage(verbs.database, verbs.clock)(
        PageChange(slug="example", indicates_maintenance=False), actor=OPERATOR, origin=COMMAND_LINE
    )

    after = await take_snapshot(PAGE, since=before.page.revision, archive=False)

    assert after.page.revision == before.page.revision + 1
    assert [each.front.page.indicates_maintenance for each in (before, after)] == [True, False]
