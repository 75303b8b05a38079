from dataclasses import replace

import pytest

from bot.domain.component import ComponentStatus, PageId
from bot.domain.errors import UnknownIncident
from bot.use_cases.origin import Origin
from tests.domain.builders import PAGE, a_page
from tests.use_cases.conftest import ADA, GENERAL, Verbs, a_declaration, a_draft, named

OTHER_PAGE = PageId("other")


async def meant(verbs: Verbs, channel: str | None) -> list[int]:
    return [found.incident.number for found in await verbs.find.meant_in(channel)]


async def declare_two(verbs: Verbs) -> None:
    """INC-1 is announced in CGENERAL; INC-2 of another page, tied to COTHER, in COTHER."""
    async with verbs.database.writing() as uow:
        other = replace(a_page(channel="COTHER"), id=OTHER_PAGE, slug="other", position=2)
        await uow.pages.add(other, renderer_version=1)
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    await verbs.declare(replace(a_declaration(), page_id=OTHER_PAGE), actor=ADA, origin=GENERAL)


async def test_a_channel_means_the_incidents_announced_in_it_else_its_pages_else_all(verbs: Verbs) -> None:
    await declare_two(verbs)

    assert await meant(verbs, "CGENERAL") == [1]
    assert await meant(verbs, "COTHER") == [2]
    assert await meant(verbs, "CELSEWHERE") == [2, 1]


async def test_a_channel_tied_to_a_page_means_that_pages_incidents_wherever_they_are_announced(verbs: Verbs) -> None:
    await declare_two(verbs)
    async with verbs.database.writing() as uow:
        await uow.pages.save(replace(await uow.pages.get(PAGE), channel="CTIED"))

    assert await meant(verbs, "CTIED") == [1]


async def test_a_direct_message_means_all(verbs: Verbs) -> None:
    await declare_two(verbs)

    assert await meant(verbs, "D1") == [2, 1]


async def test_a_resolved_incident_is_not_meant(verbs: Verbs) -> None:
    incident = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    await verbs.resolve(a_draft(incident), actor=ADA, origin=GENERAL)

    assert await meant(verbs, "CGENERAL") == []


@pytest.mark.parametrize("reference", ["INC-1", "inc-1", "inc1", "#1", "1", " INC-1 "])
async def test_an_incident_is_named_by_its_number(verbs: Verbs, reference: str) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)

    assert (await verbs.find.by_reference(reference)).incident.number == 1


@pytest.mark.parametrize("reference", ["INC-", "one", "", "INC-1.5", "-1", "INC-99999999999999999999"])
async def test_what_is_no_number_is_not_found(verbs: Verbs, reference: str) -> None:
    with pytest.raises(UnknownIncident):
        await verbs.find.by_reference(reference)


async def test_a_list_is_paged_newest_first(verbs: Verbs) -> None:
    for place in range(12):
        verbs.clock.forward(minutes=1)
        await verbs.declare(a_declaration(title=f"Number {place + 1}"), actor=ADA, origin=Origin(channel="C1"))

    first = await verbs.find.listed(per_leaf=5)
    last = await verbs.find.listed(per_leaf=5, leaf=99)

    assert [found.incident.number for found in first.incidents] == [12, 11, 10, 9, 8]
    assert [found.incident.number for found in last.incidents] == [2, 1]
    assert (last.leaf, last.leaves, last.total) == (3, 3, 12)


async def others_of(verbs: Verbs, number: int) -> list[tuple[int, dict[str, str]]]:
    found = await verbs.find.by_number(number)
    return [(each.number, {id: status.value for id, status in each.components.items()}) for each in found.others]


async def test_the_others_are_those_that_are_open_on_its_page_as_they_stand_now(verbs: Verbs) -> None:
    await declare_two(verbs)
    third = await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    assert await others_of(verbs, 1) == [(3, {})]

    worse = replace(a_draft(third), components={named("api"): ComponentStatus.MAJOR_OUTAGE})
    await verbs.post(worse, actor=ADA, origin=GENERAL)
    assert await others_of(verbs, 1) == [(3, {"api": "major_outage"})]

    await verbs.resolve(a_draft(third), actor=ADA, origin=GENERAL)
    assert await others_of(verbs, 1) == []

    await verbs.reopen(a_draft(third), actor=ADA, origin=GENERAL)
    assert await others_of(verbs, 1) == [(3, {"api": "major_outage"})]


async def test_no_internal_incident_is_among_the_others_until_it_is_published(verbs: Verbs) -> None:
    await verbs.declare(a_declaration(), actor=ADA, origin=GENERAL)
    internal = await verbs.declare(a_declaration(is_internal=True), actor=ADA, origin=GENERAL)
    assert await others_of(verbs, 1) == []

    await verbs.post(replace(a_draft(internal), publishes=True), actor=ADA, origin=GENERAL)
    assert await others_of(verbs, 1) == [(2, {})]
