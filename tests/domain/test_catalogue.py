from dataclasses import replace

import pytest

from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentId
from bot.domain.errors import UnknownComponent
from tests.domain.builders import a_component, a_group


def a_catalogue() -> Catalogue:
    return Catalogue(
        [a_group("Europe", position=3), a_group("Empty", position=1)],
        [
            a_component("Website", position=4),
            a_component("API", group="Europe", position=2),
            a_component("Mail", group="Europe", position=1),
            a_component("Fax", position=1, retired=True),
        ],
    )


def test_groups_and_lone_components_stand_in_one_order_without_what_is_retired_or_empty() -> None:
    shelves = [
        (shelf.group and shelf.group.name, [component.name for component in shelf.components])
        for shelf in a_catalogue().shelves
    ]

    assert shelves == [("Europe", ["Mail", "API"]), (None, ["Website"])]
    assert [component.name for component in a_catalogue().live] == ["Mail", "API", "Website"]


@pytest.mark.parametrize("reference", ["api", "API ", "europe - api"])
def test_a_component_is_found_by_its_name_or_with_its_group(reference: str) -> None:
    assert a_catalogue().named(reference, page_name="Example").name == "API"


@pytest.mark.parametrize("reference", ["fax", "nothing", ""])
def test_a_component_that_is_not_there_is_refused_with_those_that_are(reference: str) -> None:
    with pytest.raises(UnknownComponent, match="It has: Mail, API, Website"):
        a_catalogue().named(reference, page_name="Example")


def test_a_name_that_two_groups_share_needs_its_group() -> None:
    twins = Catalogue(
        [a_group("East"), a_group("West")],
        [
            replace(a_component("API", group="East"), id=ComponentId("api1")),
            replace(a_component("Api", group="West"), id=ComponentId("api2")),
        ],
    )

    assert [twins.name(component.id) for component in twins.live] == ["East - API", "West - Api"]
    with pytest.raises(UnknownComponent):
        twins.named("api", page_name="Example")
    assert twins.named("west - api", page_name="Example").id == "api2"
