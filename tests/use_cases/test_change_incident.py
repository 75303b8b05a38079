from dataclasses import replace

import pytest

from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.errors import AlreadyResolved, AlreadySubmitted, ReopenNeedsConfirmation, UnknownIncident
from bot.domain.incident import Impact, IncidentStatus
from bot.use_cases.change_incident import Draft
from bot.use_cases.effects import EditAnnouncement, PostReply
from bot.use_cases.origin import Delivery, Origin
from tests.domain.builders import PAGE
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration, a_draft

API = ComponentId("api")


async def test_an_update_is_a_reply_then_an_edit_of_the_announcement(verbs: Verbs) -> None:
    declared = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    await verbs.owed()

    posted = await verbs.post(a_draft(declared), actor=ADA, origin=GENERAL)

    assert await verbs.owed() == [
        ("CGENERAL", PostReply(incident=1, update=posted.last_update.id, broadcast=False)),
        ("CGENERAL", EditAnnouncement(incident=1)),
    ]
    assert (await verbs.find.by_number(1)).incident == posted


@pytest.mark.parametrize(
    ("announce_changes", "status", "broadcast"),
    [
        (True, IncidentStatus.MONITORING, True),
        (True, None, False),
        (False, IncidentStatus.MONITORING, False),
        (False, IncidentStatus.RESOLVED, True),
    ],
)
async def test_a_change_of_status_is_shown_in_the_channel_unless_the_page_says_no_and_a_resolution_always(
    verbs: Verbs, announce_changes: bool, status: IncidentStatus | None, broadcast: bool
) -> None:
    async with verbs.database.writing() as uow:
        await uow.pages.save(replace(await uow.pages.get(PAGE), announce_changes=announce_changes))
    declared = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    await verbs.owed()

    await verbs.post(replace(a_draft(declared), status=status), actor=ADA, origin=GENERAL)

    replies = [effect for _, effect in await verbs.owed() if isinstance(effect, PostReply)]
    assert [reply.broadcast for reply in replies] == [broadcast]


async def test_an_impact_that_is_not_mentioned_stays(verbs: Verbs) -> None:
    declared = await verbs.declare(replace(a_declaration(), impact=Impact.CRITICAL), actor=ADA, origin=GENERAL)

    kept = await verbs.post(a_draft(declared), actor=ADA, origin=GENERAL)
    let_go = await verbs.post(replace(a_draft(declared), impact=None), actor=ADA, origin=GENERAL)

    assert (kept.impact, let_go.impact) == (Impact.CRITICAL, Impact.MINOR)


async def test_resolving_frees_its_components_and_reopening_holds_them_again(verbs: Verbs) -> None:
    held = {API: ComponentStatus.MAJOR_OUTAGE}
    declared = await verbs.declare(replace(a_declaration(), components=held), actor=ADA, origin=GENERAL)

    resolved = await verbs.resolve(a_draft(declared), actor=ADA, origin=GENERAL)
    reopened = await verbs.reopen(a_draft(declared), actor=ADA, origin=GENERAL)

    assert dict(resolved.components) == {API: ComponentStatus.OPERATIONAL}
    assert dict(reopened.components) == held
    assert (await verbs.find.by_number(1)).incident == reopened


async def test_the_second_of_two_who_resolve_is_told(verbs: Verbs) -> None:
    declared = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    await verbs.resolve(a_draft(declared), actor=ADA, origin=GENERAL)

    with pytest.raises(AlreadyResolved):
        await verbs.resolve(a_draft(declared), actor=ADA, origin=GENERAL)


async def test_an_update_reopens_only_when_that_is_confirmed(verbs: Verbs) -> None:
    declared = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    await verbs.resolve(a_draft(declared), actor=ADA, origin=GENERAL)
    draft = replace(a_draft(declared), status=IncidentStatus.MONITORING)

    with pytest.raises(ReopenNeedsConfirmation):
        await verbs.post(draft, actor=ADA, origin=GENERAL)
    reopened = await verbs.post(draft, actor=ADA, origin=GENERAL, reopen_confirmed=True)

    assert reopened.is_open


async def test_a_component_that_was_retired_since_stays_in_the_incident_that_names_it(verbs: Verbs) -> None:
    held = {API: ComponentStatus.MAJOR_OUTAGE}
    declared = await verbs.declare(replace(a_declaration(), components=held), actor=ADA, origin=GENERAL)
    async with verbs.database.writing() as uow:
        api = next(each for each in await uow.components.of_page(PAGE) if each.id == API)
        await uow.components.save(replace(api, retired_at=verbs.clock()))

    posted = await verbs.post(replace(a_draft(declared), components=held), actor=ADA, origin=GENERAL)

    assert dict(posted.components) == held


async def test_a_redelivered_update_does_nothing_twice_and_another_text_is_not_swallowed(verbs: Verbs) -> None:
    declared = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    origin = Origin(channel="CGENERAL", delivery=Delivery(identity="view:V2", digest="a"))

    await verbs.post(a_draft(declared), actor=ADA, origin=origin)
    again = await verbs.post(a_draft(declared), actor=ADA, origin=origin)

    assert len(again.updates) == 2
    with pytest.raises(AlreadySubmitted):
        await verbs.post(
            a_draft(declared, "Another text."),
            actor=ADA,
            origin=replace(origin, delivery=Delivery(identity="view:V2", digest="b")),
        )


@pytest.mark.parametrize("number", [7, 0, 2**40])
async def test_an_incident_that_is_not_there_is_named(verbs: Verbs, number: int) -> None:
    with pytest.raises(UnknownIncident, match=f"There is no INC-{number}"):
        await verbs.post(Draft(number=number, message="Hello?"), actor=ADA, origin=GENERAL)
