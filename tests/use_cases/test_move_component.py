import pytest

from bot.domain.errors import Invalid, UnknownComponent
from bot.domain.placement import After, Before, ToPosition
from tests.use_cases.component_verbs import ComponentVerbs


@pytest.fixture
async def shelves(components: ComponentVerbs) -> ComponentVerbs:
    """Core (API, Mail, Queue), Website, Edge (DNS)."""
    for name, group in (("API", "Core"), ("Mail", "Core"), ("Website", ""), ("DNS", "Edge"), ("Queue", "Core")):
        await components.create(name, group=group)
    return components


CORE = ["Core - API", "Core - Mail", "Core - Queue"]


@pytest.mark.parametrize(
    ("name", "destination", "listed"),
    [
        ("Queue", ToPosition(1), ["Core - Queue", "Core - API", "Core - Mail", "Website", "Edge - DNS"]),
        ("API", ToPosition(3), ["Core - Mail", "Core - Queue", "Core - API", "Website", "Edge - DNS"]),
        ("API", After("Mail"), ["Core - Mail", "Core - API", "Core - Queue", "Website", "Edge - DNS"]),
        ("Queue", Before("Mail"), ["Core - API", "Core - Queue", "Core - Mail", "Website", "Edge - DNS"]),
        ("Website", ToPosition(1), ["Website", *CORE, "Edge - DNS"]),
        ("Website", After("Edge"), [*CORE, "Edge - DNS", "Website"]),
        ("Edge", Before("Core"), ["Edge - DNS", *CORE, "Website"]),
        ("core", ToPosition(3), ["Website", "Edge - DNS", *CORE]),
        ("Website", ToPosition(2), [*CORE, "Website", "Edge - DNS"]),
    ],
)
async def test_a_component_or_group_takes_its_new_place(
    shelves: ComponentVerbs, name: str, destination: ToPosition | Before | After, listed: list[str]
) -> None:
    await shelves.move(name, destination)

    assert await shelves.listed() == listed


async def test_a_move_makes_a_new_revision_of_all_of_the_page(shelves: ComponentVerbs) -> None:
    before = await shelves.full_revision()

    await shelves.move("Queue", ToPosition(1))

    assert await shelves.full_revision() == before + 1


@pytest.mark.parametrize("position", [0, 4, -1])
async def test_a_position_that_is_not_there_is_refused_with_those_that_are(
    shelves: ComponentVerbs, position: int
) -> None:
    with pytest.raises(Invalid, match=rf"no position {position} there; it can be 1 to 3\."):
        await shelves.move("API", ToPosition(position))


@pytest.mark.parametrize(("name", "other"), [("API", "Website"), ("Website", "API"), ("API", "API"), ("Core", "API")])
async def test_two_that_stand_in_different_rows_are_refused(shelves: ComponentVerbs, name: str, other: str) -> None:
    with pytest.raises(Invalid, match="don't stand in one row"):
        await shelves.move(name, Before(other))


async def test_a_name_that_is_neither_a_components_nor_a_groups_is_refused(shelves: ComponentVerbs) -> None:
    with pytest.raises(UnknownComponent, match="has no component “Fax”"):
        await shelves.move("Fax", ToPosition(1))
