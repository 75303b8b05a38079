from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.admin_forms import component_form, dissolve_form, group_form, retire_form
from bot.blocks.admin_lists import component_admin_list, page_admin_list, ready_message_list
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminAction
from bot.blocks.page_forms import look_form, page_form, remove_page_form
from bot.blocks.ready_message_forms import ready_message_form, remove_message_form
from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentId
from bot.domain.ids import new_id
from bot.domain.look import LINKS_LIMIT, Accent, Link
from bot.domain.ready_message import ReadyMessage
from bot.domain.state import PageState
from bot.sandbox.validation.view import check_view
from tests.blocks.reading import Payload, assert_fits, blocks_of, buttons_of, text_of
from tests.domain.builders import a_component, a_group, a_page

MEMORY = AdminMemory(page="example")
NAMES = st.text(alphabet=st.sampled_from("a&<>*_`é世🙂 "), min_size=1, max_size=75)
CATALOGUE = Catalogue(
    [a_group("Core", position=1)],
    [
        a_component("API", group="Core", position=1),
        a_component("Search", group="Core", position=2),
        a_component("Website", position=3),
    ],
)


def menus(blocks: list[Payload]) -> dict[str, list[str]]:
    """What each row offers, by its text."""
    return {
        block["text"]["text"]: [option["text"]["text"] for option in block["accessory"]["options"]]
        for block in blocks
        if block.get("accessory", {}).get("type") == "overflow"
    }


def many(count: int) -> list[Component]:
    return [replace(a_component(f"{n}{'&' * 70}", position=n), description="<" * 500) for n in range(count)]


def test_only_moves_that_are_possible_are_offered() -> None:
    shown = component_admin_list(a_page(), CATALOGUE, MEMORY)

    assert menus(blocks_of(shown)) == {
        "*Core*": ["Rename", "Move down", "Dissolve"],
        "└ API": ["Edit", "Move down", "Remove"],
        "└ Search": ["Edit", "Move up", "Remove"],
        "Website": ["Edit", "Move up", "Remove"],
    }


def test_a_long_list_is_turned_and_a_leaf_out_of_range_gives_the_last() -> None:
    catalogue = Catalogue((), many(100))

    shown = component_admin_list(a_page(), catalogue, AdminMemory(page="example", leaf=9), notice="Not now.")

    assert "3 of 3" in text_of(shown)
    assert "Not now." in text_of(shown)
    assert [b["value"] for b in buttons_of(shown) if b["action_id"] == AdminAction.TURN_BACK] == ["2"]
    assert_fits(shown)
    assert check_view(shown.to_dict()) is None


def test_every_choice_fits_with_real_ids_and_the_longest_slug() -> None:
    component = replace(a_component("API"), id=ComponentId(new_id()))
    page = replace(a_page(), slug="a" * 63)
    pages = [PageState(page=page, catalogue=Catalogue((), [component]), open_incidents=())] * 90

    for shown in (page_admin_list(pages, AdminMemory()), component_admin_list(page, pages[0].catalogue, MEMORY)):
        assert check_view(shown.to_dict()) is None


@given(name=NAMES, description=st.text(alphabet="&<a世", max_size=500), groups=st.integers(0, 30))
def test_every_form_fits_whatever_things_are_called(name: str, description: str, groups: int) -> None:
    component = replace(a_component("API", group="g0" if groups else None), name=name, description=description)
    catalogue = Catalogue(
        [replace(a_group(f"g{n}"), name=f"{n}{name[:70]}") for n in range(groups)],
        [component, *(a_component(f"c{n}", group=f"g{n}") for n in range(1, groups))],
    )
    page = replace(a_page(channel="C0INCIDENTS"), name=name, public_url="https://status.example.com")

    ready = ReadyMessage(id=1, name=name, text=f"{description}{'<&' * 1200}")
    links = tuple(Link(f"{n}{name[:70]}", f"https://example.com/{n}{'?' * 470}") for n in range(LINKS_LIMIT))
    looked = replace(page, links=links, logo="logo-0123456789.svg", accent=Accent("#14588f", "#5a8ab0"))

    for shown in (
        page_form(page, MEMORY),
        page_form(None, MEMORY),
        look_form(looked, MEMORY),
        remove_page_form(page, MEMORY),
        ready_message_form(ready, MEMORY),
        ready_message_form(None, MEMORY),
        remove_message_form(ready, MEMORY),
        ready_message_list(page, [ready] * 100, MEMORY),
        component_form(component, catalogue, MEMORY),
        component_form(None, catalogue, MEMORY),
        group_form(replace(a_group("Core"), name=name), MEMORY),
        retire_form(component, MEMORY),
        dissolve_form(replace(a_group("Core"), name=name), MEMORY),
    ):
        assert check_view(shown.to_dict()) is None
