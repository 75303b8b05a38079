from __future__ import annotations

from bot.blocks.component_list import component_list
from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentStatus
from bot.domain.incident import Incident
from bot.domain.state import PageState
from tests.blocks.reading import assert_fits, text_of
from tests.domain.builders import a_component, a_group, a_page, an_incident, statuses


def a_state(*components: Component, groups: tuple[str, ...] = (), incident: Incident | None = None) -> PageState:
    return PageState(
        page=a_page(),
        catalogue=Catalogue([a_group(name) for name in groups], components),
        open_incidents=() if incident is None else (incident,),
    )


def test_every_component_stands_in_its_group_with_picture_and_word() -> None:
    state = a_state(
        a_component("Shop", group="Web"),
        a_component("Mail", position=2),
        a_component("Fax", position=3),
        groups=("Web",),
        incident=an_incident(components=statuses(shop=ComponentStatus.MAJOR_OUTAGE)),
    )

    assert text_of(component_list([state], leaf=1)) == (
        "*Example*: Partial System Outage\n*Web*\n🔴 Shop: Major outage\n🟢 Mail: Operational\n🟢 Fax: Operational"
    )


def test_four_hundred_components_stand_on_leaves_that_fit_each_on_one() -> None:
    components = [a_component(f"Node {number:03} {'<' * 60}", position=number) for number in range(400)]

    leaves = [component_list([a_state(*components)], leaf=leaf) for leaf in range(1, 50)]

    for leaf in leaves:
        assert_fits(leaf)
    texts = list(dict.fromkeys(map(text_of, leaves)))
    assert len(texts) > 1
    assert all(sum(f"Node {number:03} " in text for text in texts) == 1 for number in range(400))


def test_a_page_without_components_says_so() -> None:
    assert "This page has no components." in text_of(component_list([a_state()], leaf=1))


def test_without_a_page_it_says_how_to_make_one() -> None:
    assert "stormlamp page create" in text_of(component_list([], leaf=1))
