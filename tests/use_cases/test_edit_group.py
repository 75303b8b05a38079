from __future__ import annotations

import pytest

from bot.domain.component import GroupId
from bot.domain.errors import Invalid, UnknownGroup
from bot.use_cases.actor import OPERATOR
from bot.use_cases.edit_group import DissolveGroup, RenameGroup
from bot.use_cases.find_pages import FindPages
from bot.use_cases.origin import COMMAND_LINE
from tests.use_cases.component_verbs import ComponentVerbs


async def id_of(components: ComponentVerbs, name: str) -> GroupId:
    groups = (await FindPages(components.database).by_slug("example")).catalogue.groups
    return next(group.id for group in groups.values() if group.name == name)


async def names(components: ComponentVerbs) -> list[str]:
    catalogue = (await FindPages(components.database).by_slug("example")).catalogue
    return [catalogue.full_name(each.id) for each in catalogue.live]


async def test_a_renamed_group_keeps_its_place_and_components(components: ComponentVerbs) -> None:
    await components.create("API", group="Core")
    await components.create("Website")
    before = await components.full_revision()
    rename = RenameGroup(components.database, components.clock)

    await rename("example", await id_of(components, "Core"), " Heart ", actor=OPERATOR, origin=COMMAND_LINE)

    assert await names(components) == ["Heart - API", "Website"]
    assert await components.full_revision() == before + 1


async def test_a_name_that_another_group_has_is_refused(components: ComponentVerbs) -> None:
    await components.create("API", group="Core")
    await components.create("Website", group="Shop")
    rename = RenameGroup(components.database, components.clock)
    core = await id_of(components, "Core")

    with pytest.raises(Invalid, match="There is a group “shop” already") as refusal:
        await rename("example", core, "shop", actor=OPERATOR, origin=COMMAND_LINE)

    assert refusal.value.field == "name"
    await rename("example", core, "CORE", actor=OPERATOR, origin=COMMAND_LINE)
    assert await names(components) == ["CORE - API", "Shop - Website"]


async def test_the_components_of_a_dissolved_group_stand_alone_at_the_end(components: ComponentVerbs) -> None:
    await components.create("API", group="Core")
    await components.create("Search", group="Core")
    await components.create("Website")
    dissolve = DissolveGroup(components.database, components.clock)
    core = await id_of(components, "Core")

    await dissolve("example", core, actor=OPERATOR, origin=COMMAND_LINE)

    assert await names(components) == ["Website", "API", "Search"]
    with pytest.raises(UnknownGroup, match=r"The page “Example” has no group “core”\. It has no groups\."):
        await dissolve("example", "core", actor=OPERATOR, origin=COMMAND_LINE)


async def test_a_group_stays_whole_where_a_name_would_stand_there_twice(components: ComponentVerbs) -> None:
    await components.create("API", group="Core")
    await components.create("Search", group="Core")
    await components.create("search")
    dissolve = DissolveGroup(components.database, components.clock)

    with pytest.raises(Invalid, match="There is a component “search” already"):
        await dissolve("example", await id_of(components, "Core"), actor=OPERATOR, origin=COMMAND_LINE)

    assert await names(components) == ["Core - API", "Core - Search", "search"]


async def test_the_name_of_a_dissolved_group_is_free_again(components: ComponentVerbs) -> None:
    await components.create("API", group="Core")
    await components.create("Website", group="Shop")
    await DissolveGroup(components.database, components.clock)(
        "example", await id_of(components, "Core"), actor=OPERATOR, origin=COMMAND_LINE
    )
    rename = RenameGroup(components.database, components.clock)

    await rename("example", await id_of(components, "Shop"), "Core", actor=OPERATOR, origin=COMMAND_LINE)
    await components.create("Search", group="core")

    assert await names(components) == ["Core - Website", "Core - Search", "API"]
