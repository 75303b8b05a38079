from dataclasses import replace

import pytest

from bot.domain.component import ComponentId, ComponentStatus, PageId
from bot.domain.errors import AlreadySubmitted, Invalid, NotAllowed, UnknownComponent, UnknownPage
from bot.domain.incident import Author, IncidentStatus
from bot.use_cases.actor import OPERATOR, Actor, ActorKind, Responders
from bot.use_cases.declare_incident import DeclareIncident
from bot.use_cases.effects import Announce, PointToThread, PostReply
from bot.use_cases.origin import COMMAND_LINE, Delivery, Origin
from tests.domain.builders import NOON, PAGE
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration


async def test_what_is_declared_is_found_again_whole(verbs: Verbs) -> None:
    declaration = replace(a_declaration(), components={ComponentId("api"): ComponentStatus.PARTIAL_OUTAGE})

    declared = await verbs.declare(declaration, actor=ADA, origin=GENERAL)

    found = (await verbs.find.by_number(1)).incident
    assert found == declared
    assert found.created_at == NOON
    assert found.last_update.author == Author(name="Ada", slack_id="UADA")
    assert found.status is IncidentStatus.INVESTIGATING


async def test_numbers_follow_each_other_and_a_refused_declaration_takes_none(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    with pytest.raises(Invalid):
        await verbs.declare(a_declaration(title=""), actor=ADA, origin=GENERAL)

    second = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)

    assert second.reference == "INC-2"


async def test_a_declaration_advances_the_page_and_owes_an_announcement_and_its_first_reply(verbs: Verbs) -> None:
    before = await verbs.revision()

    incident = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)

    assert (await verbs.revision(), incident.revision) == (before + 1, before + 1)
    assert await verbs.owed() == [
        ("CGENERAL", Announce(incident=1)),
        ("CGENERAL", PostReply(incident=1, update=incident.last_update.id, broadcast=False)),
    ]


async def test_the_channel_of_the_page_comes_first_and_the_responder_is_pointed_to_it(verbs: Verbs) -> None:
    async with verbs.database.writing() as uow:
        await uow.pages.save(replace(await uow.pages.get(PAGE), channel="CINCIDENTS"))

    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)

    owed = await verbs.owed()
    assert [stream for stream, _ in owed] == ["CINCIDENTS"] * 3
    assert owed[-1][1] == PointToThread(incident=1, user="UADA", origin="CGENERAL")


async def test_on_the_command_line_an_incident_is_announced_only_where_its_page_has_a_channel(verbs: Verbs) -> None:
    incident = await verbs.declare(a_declaration(), actor=OPERATOR, origin=COMMAND_LINE)

    assert await verbs.owed() == []
    assert incident.last_update.author == Author(name="Stormlamp")


async def test_a_redelivered_form_does_nothing_twice(verbs: Verbs) -> None:
    origin = Origin(channel="CGENERAL", delivery=Delivery(identity="view:V1", digest="a"))

    first = await verbs.declare(a_declaration(), actor=ADA, origin=origin)
    again = await verbs.declare(a_declaration(), actor=ADA, origin=origin)

    assert again == first
    assert len(await verbs.owed()) == 2


async def test_the_same_form_with_other_content_is_not_swallowed(verbs: Verbs) -> None:
    first = Origin(channel="CGENERAL", delivery=Delivery(identity="view:V1", digest="a"))
    second = Origin(channel="CGENERAL", delivery=Delivery(identity="view:V1", digest="b"))
    await verbs.declare(a_declaration(), actor=ADA, origin=first)

    with pytest.raises(AlreadySubmitted, match="INC-1"):
        await verbs.declare(a_declaration(message="Corrected."), actor=ADA, origin=second)


async def test_a_refused_form_can_be_sent_again_corrected(verbs: Verbs) -> None:
    with pytest.raises(Invalid):
        await verbs.declare(
            a_declaration(title=""), actor=ADA, origin=Origin(delivery=Delivery(identity="view:V1", digest="a"))
        )

    corrected = await verbs.declare(
        a_declaration(), actor=ADA, origin=Origin(delivery=Delivery(identity="view:V1", digest="b"))
    )

    assert corrected.reference == "INC-1"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (ActorKind.GUEST, "You are a guest"),
        (ActorKind.STRANGER, "another organisation"),
        (ActorKind.BOT, "Bots can't declare"),
        (ActorKind.DEACTIVATED, "deactivated"),
    ],
)
async def test_only_full_members_declare(verbs: Verbs, kind: ActorKind, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        await verbs.declare(a_declaration(), actor=replace(ADA, kind=kind), origin=GENERAL)

    assert await verbs.owed() == []


@pytest.mark.parametrize(
    ("actor", "may"),
    [
        (ADA, True),
        (replace(ADA, slack_id="UBOB"), False),
        (replace(ADA, slack_id="UBOB", user_groups=frozenset({"oncall"})), True),
        (replace(ADA, kind=ActorKind.GUEST), False),
        (OPERATOR, True),
    ],
)
async def test_where_responders_are_named_only_they_declare(verbs: Verbs, actor: Actor, may: bool) -> None:
    declare = DeclareIncident(verbs.database, verbs.clock, Responders(frozenset({"UADA", "oncall"})))

    if may:
        assert (await declare(a_declaration(), actor=actor, origin=GENERAL)).number == 1
    else:
        with pytest.raises(NotAllowed):
            await declare(a_declaration(), actor=actor, origin=GENERAL)


async def test_a_page_or_component_that_is_not_there_is_named(verbs: Verbs) -> None:
    with pytest.raises(UnknownPage, match="not there any more"):
        await verbs.declare(replace(a_declaration(), page_id=PageId("nowhere")), actor=ADA, origin=GENERAL)
    with pytest.raises(UnknownComponent, match="It has: api, mail, web"):
        await verbs.declare(
            replace(a_declaration(), components={ComponentId("fax"): ComponentStatus.MAJOR_OUTAGE}),
            actor=ADA,
            origin=GENERAL,
        )
