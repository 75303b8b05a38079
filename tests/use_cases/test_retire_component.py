from dataclasses import replace

import pytest

from bot.domain.component import ComponentStatus
from bot.domain.errors import Conflict, UnknownComponent
from bot.use_cases.actor import OPERATOR
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.retire_component import RetireComponent
from tests.domain.builders import PAGE
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration, a_draft, named

API_IS_DOWN = replace(a_declaration(title="API is down"), components={named("api"): ComponentStatus.MAJOR_OUTAGE})


async def test_a_component_is_kept_while_an_open_incident_affects_it(verbs: Verbs) -> None:
    await verbs.declare(API_IS_DOWN, actor=ADA, origin=GENERAL)

    with pytest.raises(Conflict, match=r"INC-1 “API is down”\. Resolve it first"):
        await RetireComponent(verbs.database, verbs.clock)("example", "api", actor=OPERATOR, origin=COMMAND_LINE)

    async with verbs.database.reading() as uow:
        assert all(component.retired_at is None for component in await uow.components.of_page(PAGE))


async def test_a_retired_component_leaves_the_page_and_stays_in_old_incidents(verbs: Verbs) -> None:
    incident = await verbs.declare(API_IS_DOWN, actor=ADA, origin=GENERAL)
    await verbs.resolve(a_draft(incident), actor=ADA, origin=GENERAL)
    revision = await verbs.revision()

    await RetireComponent(verbs.database, verbs.clock)("example", "api", actor=OPERATOR, origin=COMMAND_LINE)

    found = await verbs.find.by_number(1)
    assert [component.name for component in found.catalogue.live] == ["mail", "web"]
    assert [found.catalogue.name(id) for id in found.incident.components] == ["api"]
    assert (found.page.revision, found.page.full_revision) == (revision + 1, revision + 1)


async def test_a_retired_component_can_not_be_named_any_more(verbs: Verbs) -> None:
    retire = RetireComponent(verbs.database, verbs.clock)
    await retire("example", "api", actor=OPERATOR, origin=COMMAND_LINE)

    with pytest.raises(UnknownComponent, match=r"has no component “api”\. It has: mail, web\."):
        await retire("example", "api", actor=OPERATOR, origin=COMMAND_LINE)
