import pytest

from bot.domain.errors import Invalid, UnknownPage
from bot.use_cases.actor import OPERATOR
from bot.use_cases.create_component import COMPONENTS_LIMIT, CreateComponent, NewComponent
from bot.use_cases.origin import COMMAND_LINE
from tests.domain.builders import a_component
from tests.use_cases.component_verbs import ComponentVerbs


async def test_a_component_stands_at_the_end_of_its_group_or_page(components: ComponentVerbs) -> None:
    await components.create("API", group="Core")
    await components.create("Website")
    await components.create("Mail", group="core")

    assert await components.listed() == ["Core - API", "Core - Mail", "Website"]


async def test_a_component_on_a_page_makes_a_new_revision_of_all_of_it(components: ComponentVerbs) -> None:
    before = await components.full_revision()

    await components.create("API")

    assert await components.full_revision() == before + 1


async def test_a_name_may_come_again_in_another_group_only(components: ComponentVerbs) -> None:
    await components.create("API", group="Europe")
    await components.create("API", group="Asia")
    await components.create("API")

    with pytest.raises(Invalid, match="There is a component “Asia - API” already"):
        await components.create("api", group="asia")

    assert await components.listed() == ["Europe - API", "Asia - API", "API"]


async def test_the_name_of_a_retired_component_is_free(components: ComponentVerbs) -> None:
    await components.create("API")
    await components.retire("API")

    await components.create("API")

    assert await components.listed() == ["API"]


async def test_a_refused_component_leaves_no_group_and_no_revision(components: ComponentVerbs) -> None:
    before = await components.full_revision()

    with pytest.raises(Invalid, match="The name is empty"):
        await components.create(" ", group="Core")

    assert (await components.catalogue()).groups == {}
    assert await components.full_revision() == before


async def test_a_page_holds_no_more_components_than_a_form_can_offer(components: ComponentVerbs) -> None:
    async with components.database.writing() as uow:
        for number in range(1, COMPONENTS_LIMIT):
            await uow.components.add(a_component(f"c{number}", position=number))
    await components.create("The last one")

    with pytest.raises(Invalid, match=r"has 1,000 components, and no more fit\. Retire one"):
        await components.create("One too many")

    await components.retire("c7")
    await components.create("It fits")


async def test_a_page_that_is_not_there_is_named(components: ComponentVerbs) -> None:
    create = CreateComponent(components.database, components.clock)

    with pytest.raises(UnknownPage, match="There is no status page “nowhere”"):
        await create(NewComponent(page="nowhere", name="API"), actor=OPERATOR, origin=COMMAND_LINE)
