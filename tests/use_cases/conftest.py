"""A page with three components, and the verbs over a real database."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.domain.component import Component, ComponentId, PageId
from bot.domain.incident import Incident
from bot.use_cases.actor import Actor, ActorKind, Responders
from bot.use_cases.change_incident import Draft
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.effects import Effect, effect_of
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.origin import Origin
from bot.use_cases.post_update import PostUpdate
from bot.use_cases.reopen_incident import ReopenIncident
from bot.use_cases.resolve_incident import ResolveIncident
from storage.database import Database
from tests.conftest import StoppedClock
from tests.domain.builders import PAGE, a_component, a_page
from tests.use_cases.component_verbs import ComponentVerbs

ADA = Actor(kind=ActorKind.MEMBER, name="Ada", slack_id="UADA")
GENERAL = Origin(channel="CGENERAL")


@dataclass
class Verbs:
    database: Database
    clock: StoppedClock
    declare: DeclareIncident
    post: PostUpdate
    resolve: ResolveIncident
    reopen: ReopenIncident
    find: FindIncidents

    async def owed(self) -> list[tuple[str, Effect]]:
        """Everything owed to Slack, in order, and from now on done."""
        owed = []
        async with self.database.writing() as uow:
            while heads := await uow.outbox.lease_heads(now=self.clock(), until=self.clock()):
                for head in heads:
                    owed.append((head.stream, effect_of(head), head.id))
                    await uow.outbox.done(head)
        return [(stream, effect) for stream, effect, _ in sorted(owed, key=lambda each: each[2])]

    async def revision(self, page_id: PageId = PAGE) -> int:
        async with self.database.reading() as uow:
            return (await uow.pages.get(page_id)).revision


def a_declaration(
    *, message: str = "We are looking into it.", title: str = "Slow", is_internal: bool = False
) -> Declaration:
    return Declaration(page_id=PAGE, title=title, message=message, is_internal=is_internal)


def a_draft(incident: Incident, message: str = "More is known.") -> Draft:
    return Draft(number=incident.number, message=message)


def named(name: str) -> ComponentId:
    return ComponentId(name)


@pytest.fixture
async def verbs(database: Database, clock: StoppedClock) -> Verbs:
    components: list[Component] = [a_component(name) for name in ("api", "web", "mail")]
    async with database.writing() as uow:
        await uow.pages.add(a_page(), renderer_version=1)
        for component in components:
            await uow.components.add(component)
    responders = Responders()
    return Verbs(
        database=database,
        clock=clock,
        declare=DeclareIncident(database, clock, responders),
        post=PostUpdate(database, clock, responders),
        resolve=ResolveIncident(database, clock, responders),
        reopen=ReopenIncident(database, clock, responders),
        find=FindIncidents(database),
    )


@pytest.fixture
async def components(database: Database, clock: StoppedClock) -> ComponentVerbs:
    components = ComponentVerbs(database, clock)
    await components.add_page()
    return components
