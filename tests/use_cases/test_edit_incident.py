import asyncio
from dataclasses import replace

import pytest

from bot.domain.amendment import editable
from bot.domain.errors import Overtaken
from bot.domain.incident import Impact
from bot.domain.overtaking import seen_of
from bot.use_cases.actor import Responders
from bot.use_cases.edit_incident import EditIncident, IncidentEdit
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration

BOB = replace(ADA, name="Bob", slack_id="UBOB")


@pytest.fixture
def edit(verbs: Verbs) -> EditIncident:
    return EditIncident(verbs.database, verbs.clock, Responders())


async def test_of_two_edits_of_the_same_at_the_same_moment_one_is_told(verbs: Verbs, edit: EditIncident) -> None:
    declared = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    change = IncidentEdit(number=declared.number, seen=seen_of(editable(declared)))

    ended = await asyncio.gather(
        *(edit(replace(change, title=f"By {actor.name}"), actor=actor, origin=GENERAL) for actor in (ADA, BOB)),
        return_exceptions=True,
    )

    [kept] = [each for each in ended if not isinstance(each, BaseException)]
    [told] = [each for each in ended if isinstance(each, BaseException)]
    assert isinstance(told, Overtaken)
    assert (await verbs.find.by_number(declared.number)).incident == kept


async def test_edits_of_different_things_at_the_same_moment_both_stand(verbs: Verbs, edit: EditIncident) -> None:
    declared = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    change = IncidentEdit(number=declared.number, seen=seen_of(editable(declared)))

    await asyncio.gather(
        edit(replace(change, title="Slower"), actor=ADA, origin=GENERAL),
        edit(replace(change, impact=Impact.CRITICAL), actor=BOB, origin=GENERAL),
    )

    edited = (await verbs.find.by_number(declared.number)).incident
    assert (edited.title, edited.impact) == ("Slower", Impact.CRITICAL)


async def test_who_has_not_looked_is_not_told(verbs: Verbs, edit: EditIncident) -> None:
    declared = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)

    for title in ("Slower", "Slowest"):
        edited = await edit(IncidentEdit(number=declared.number, title=title), actor=ADA, origin=GENERAL)

    assert edited.title == "Slowest"
