"""Pages and components: who may change them, and what the record keeps of it."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.component import GroupId
from bot.domain.errors import AlreadyDone, AlreadySubmitted, NotAllowed
from bot.domain.placement import By, ToPosition
from bot.use_cases.actor import OPERATOR, Actor, ActorKind, Admins
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.edit_component import ComponentChange, EditComponent
from bot.use_cases.edit_group import DissolveGroup, RenameGroup
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.edit_ready_message import EditReadyMessage
from bot.use_cases.find_pages import FindPages
from bot.use_cases.keep_ready_message import KeepReadyMessage
from bot.use_cases.move_component import MoveComponent
from bot.use_cases.move_page import MovePage
from bot.use_cases.origin import COMMAND_LINE, Delivery, Origin
from bot.use_cases.remove_page import RemovePage
from bot.use_cases.remove_ready_message import RemoveReadyMessage
from bot.use_cases.retire_component import RetireComponent
from storage.database import Database
from tests.conftest import StoppedClock

SLACK = Origin(channel="C0INCIDENTS")
ADMIN = Actor(kind=ActorKind.MEMBER, name="ada", slack_id="U0ADA", is_admin=True)
NAMED = Actor(kind=ActorKind.MEMBER, name="bob", slack_id="U0BOB")
MEMBER = Actor(kind=ActorKind.MEMBER, name="cleo", slack_id="U0CLEO")
GUEST = Actor(kind=ActorKind.GUEST, name="gus", slack_id="U0GUS", is_admin=True)
ADMINS = Admins(frozenset({"U0BOB", "U0GUS"}))

Verb = Callable[[Database, StoppedClock, Actor, Origin], Awaitable[object]]


async def create_page(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await CreatePage(database, clock, ADMINS)(NewPage(slug="beta", name="Beta"), actor=actor, origin=origin)


async def edit_page(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await EditPage(database, clock, ADMINS)(PageChange(slug="acme", name="New"), actor=actor, origin=origin)


async def create_component(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    new = NewComponent(page="acme", name="Search", group="Core")
    await CreateComponent(database, clock, ADMINS)(new, actor=actor, origin=origin)


async def edit_component(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    change = ComponentChange(page="acme", component="API", name="Public API")
    await EditComponent(database, clock, ADMINS)(change, actor=actor, origin=origin)


async def move_component(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await MoveComponent(database, clock, ADMINS)("acme", "API", ToPosition(2), actor=actor, origin=origin)


async def retire_component(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await RetireComponent(database, clock, ADMINS)("acme", "API", actor=actor, origin=origin)


async def move_page(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await MovePage(database, clock, ADMINS)("other", By(-1), actor=actor, origin=origin)


async def rename_group(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    group = await group_id(database)
    await RenameGroup(database, clock, ADMINS)("acme", group, "Heart", actor=actor, origin=origin)


async def dissolve_group(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await DissolveGroup(database, clock, ADMINS)("acme", await group_id(database), actor=actor, origin=origin)


async def keep_ready_message(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await KeepReadyMessage(database, clock, ADMINS)("acme", "Back", "All is well.", actor=actor, origin=origin)


async def edit_ready_message(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await EditReadyMessage(database, clock, ADMINS)("acme", "Slow", "Late", "It is late.", actor=actor, origin=origin)


async def remove_ready_message(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await RemoveReadyMessage(database, clock, ADMINS)("acme", "Slow", actor=actor, origin=origin)


async def remove_page(database: Database, clock: StoppedClock, actor: Actor, origin: Origin) -> None:
    await RemovePage(database, clock, ADMINS)("other", actor=actor, origin=origin)


async def group_id(database: Database) -> GroupId:
    return next(iter((await FindPages(database).by_slug("acme")).catalogue.groups))


VERBS: dict[Verb, tuple[str, str, dict[str, str]]] = {
    create_page: ("create page", "beta", {}),
    edit_page: ("edit page", "acme", {"settings": "name"}),
    create_component: ("create component", "acme", {"component": "Search", "group": "Core"}),
    edit_component: ("edit component", "acme", {"component": "API", "name": "Public API"}),
    move_component: ("move component", "acme", {"moved": "API"}),
    move_page: ("move page", "other", {}),
    remove_page: ("delete page", "other", {}),
    rename_group: ("rename group", "acme", {"group": "Inner", "name": "Heart"}),
    dissolve_group: ("dissolve group", "acme", {"group": "Inner"}),
    retire_component: ("retire component", "acme", {"component": "API"}),
    keep_ready_message: ("keep template", "acme", {"name": "Back"}),
    edit_ready_message: ("edit template", "acme", {"name": "Slow", "new_name": "Late"}),
    remove_ready_message: ("remove template", "acme", {"name": "Slow"}),
}


@pytest.fixture
async def acme(database: Database, clock: StoppedClock) -> Database:
    for slug in ("acme", "other"):
        await CreatePage(database, clock)(NewPage(slug=slug, name=slug), actor=OPERATOR, origin=COMMAND_LINE)
    for name, group in (("API", ""), ("Website", ""), ("Database", "Inner")):
        new = NewComponent(page="acme", name=name, group=group)
        await CreateComponent(database, clock)(new, actor=OPERATOR, origin=COMMAND_LINE)
    await KeepReadyMessage(database, clock)("acme", "Slow", "It is slow.", actor=OPERATOR, origin=COMMAND_LINE)
    return database


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("actor", [ADMIN, NAMED], ids=["admin", "named"])
async def test_an_admins_act_is_in_the_record(acme: Database, clock: StoppedClock, verb: Verb, actor: Actor) -> None:
    await verb(acme, clock, actor, SLACK)

    async with acme.reading() as uow:
        [latest] = await uow.audit.latest(limit=1)
    assert (latest.act, latest.page_slug, latest.details) == VERBS[verb]
    assert (latest.actor, latest.origin) == (actor.author, "C0INCIDENTS")


@pytest.mark.parametrize("verb", VERBS)
async def test_the_same_delivery_acts_once_and_has_one_content(acme: Database, clock: StoppedClock, verb: Verb) -> None:
    origin = Origin(delivery=Delivery(identity="view:V1:0", digest="a"))
    await verb(acme, clock, ADMIN, origin)
    async with acme.reading() as uow:
        once = await uow.audit.latest(limit=100)

    with contextlib.suppress(AlreadyDone):
        await verb(acme, clock, ADMIN, origin)
    with pytest.raises(AlreadySubmitted):
        await verb(acme, clock, ADMIN, Origin(delivery=Delivery(identity="view:V1:0", digest="b")))

    async with acme.reading() as uow:
        assert await uow.audit.latest(limit=100) == once


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("actor", "sentence"), [(MEMBER, "Only admins of this workspace"), (GUEST, "You are a guest")])
async def test_who_is_no_admin_changes_nothing(
    acme: Database, clock: StoppedClock, verb: Verb, actor: Actor, sentence: str
) -> None:
    async with acme.reading() as uow:
        before = await uow.audit.latest(limit=100)

    with pytest.raises(NotAllowed, match=sentence):
        await verb(acme, clock, actor, SLACK)

    async with acme.reading() as uow:
        assert await uow.audit.latest(limit=100) == before
