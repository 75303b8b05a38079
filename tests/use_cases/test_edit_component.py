import pytest

from bot.domain.errors import Invalid, UnknownComponent
from bot.use_cases.actor import OPERATOR
from bot.use_cases.edit_component import ComponentChange
from bot.use_cases.origin import COMMAND_LINE
from tests.use_cases.component_verbs import ComponentVerbs


async def test_only_what_is_given_changes(components: ComponentVerbs) -> None:
    await components.create("API", group="Core", description="For programs")
    components.clock.forward(hours=1)

    edited = await components.edit(
        ComponentChange(page="example", component="api", name="Public API"), actor=OPERATOR, origin=COMMAND_LINE
    )

    assert (edited.name, edited.description, edited.updated_at) == ("Public API", "For programs", components.clock())
    assert await components.listed() == ["Core - Public API"]


async def test_a_component_stands_at_the_end_of_its_new_group(components: ComponentVerbs) -> None:
    for name, group in (("Website", ""), ("API", "Core"), ("Mail", "Core")):
        await components.create(name, group=group)

    await components.regroup("Website", "Core")

    assert await components.listed() == ["Core - API", "Core - Mail", "Core - Website"]


async def test_an_empty_group_takes_a_component_out_of_its_group(components: ComponentVerbs) -> None:
    await components.create("API", group="Core")
    await components.create("Mail", group="Core")

    await components.regroup("API", "")

    assert await components.listed() == ["Core - Mail", "API"]


async def test_a_component_keeps_its_place_in_the_group_that_it_is_in(components: ComponentVerbs) -> None:
    await components.create("API", group="Core")
    await components.create("Mail", group="Core")

    await components.regroup("API", "core")

    assert await components.listed() == ["Core - API", "Core - Mail"]


async def test_an_edited_component_makes_a_new_revision_of_all_of_its_page(components: ComponentVerbs) -> None:
    await components.create("API")
    before = await components.full_revision()

    await components.edit(
        ComponentChange(page="example", component="API", description="For programs"),
        actor=OPERATOR,
        origin=COMMAND_LINE,
    )

    assert await components.full_revision() == before + 1


async def test_a_name_that_is_taken_in_the_group_is_refused(components: ComponentVerbs) -> None:
    await components.create("API", group="Core")
    await components.create("API")

    with pytest.raises(Invalid, match="There is a component “Core - API” already"):
        await components.edit(
            ComponentChange(page="example", component="API", group="Core"), actor=OPERATOR, origin=COMMAND_LINE
        )

    assert await components.listed() == ["Core - API", "API"]


async def test_a_component_that_is_not_there_is_named_beside_those_that_are(components: ComponentVerbs) -> None:
    await components.create("API")

    with pytest.raises(UnknownComponent, match=r"has no component “Fax”\. It has: API\."):
        await components.regroup("Fax", "Core")
