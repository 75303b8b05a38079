from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk.models.views import View

from bot.blocks.declare_form import declare_form
from bot.blocks.entries import Entries
from bot.blocks.ids import FormAction
from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentId, ComponentStatus, PageId
from bot.domain.incident import Incident, IncidentStatus
from bot.domain.page import Page
from bot.domain.state import PageState
from tests.blocks.reading import assert_fits, buttons_of, field_of, filled, labels_of, offered, text_of
from tests.domain.builders import NOON, a_component, a_group, a_page, an_incident

API, WEB = ComponentId("api"), ComponentId("web")


NEXT = "Next update in"
PUBLISH = "Publish to the status page now"
OWN_CHANNEL = "A channel of its own"


def a_state(
    *components: Component, open_incidents: tuple[Incident, ...] = (), groups: tuple[str, ...] = ()
) -> PageState:
    catalogue = Catalogue([a_group(name) for name in groups], components)
    return PageState(page=a_page(), catalogue=catalogue, open_incidents=open_incidents)


def a_form(state: PageState, entries: Entries | None = None, *, pages: tuple[Page, ...] = ()) -> View:
    return declare_form([state.page, *pages], state, entries or Entries(), channel="C1", now=NOON)


def test_the_form_asks_for_what_an_incident_needs_under_the_promised_labels() -> None:
    form = a_form(a_state(a_component("API")))

    assert labels_of(form) == [
        "Title",
        "Status page",
        "Status",
        "Message",
        "Affected components",
        "Impact",
        "Next update in",
        PUBLISH,
        OWN_CHANNEL,
    ]
    assert filled(form, "Status page") == "Example"
    assert filled(form, "Status") == "Investigating"
    assert_fits(form)


def test_title_and_message_are_required_and_the_rest_may_be_left() -> None:
    form = a_form(a_state(a_component("API")))

    optional = {label for label in labels_of(form) if field_of(form, label).get("optional")}
    assert optional == {"Affected components", "Impact", NEXT, PUBLISH, OWN_CHANNEL}


def test_a_page_without_components_has_no_field_for_them() -> None:
    assert "Affected components" not in labels_of(a_form(a_state()))


def test_every_chosen_component_has_a_select_of_its_name_for_its_status() -> None:
    state = a_state(a_component("API"), a_component("Web", position=2))

    form = a_form(state, Entries(components=(API, WEB), component_statuses={WEB: ComponentStatus.MAJOR_OUTAGE}))

    assert filled(form, "Affected components") == ["API", "Web"]
    assert (filled(form, "API"), filled(form, "Web")) == ("Degraded performance", "Major outage")
    assert offered(form, "API") == [
        "Degraded performance",
        "Partial outage",
        "Major outage",
        "Under maintenance",
        "Operational",
    ]


def test_forty_components_have_a_select_each_and_one_more_has_one_for_all() -> None:
    components = tuple(a_component(f"Node {number}", position=number) for number in range(41))
    ids = tuple(component.id for component in components)

    forty = a_form(a_state(*components), Entries(components=ids[:40]))
    more = a_form(a_state(*components), Entries(components=ids))

    assert len(labels_of(forty)) == 9 + 40
    assert labels_of(more)[4:] == [
        "Affected components",
        "Status of all chosen components",
        "Impact",
        "Next update in",
        PUBLISH,
        OWN_CHANNEL,
    ]
    assert filled(more, "Status of all chosen components") == "Degraded performance"
    assert_fits(forty)


def test_components_of_one_name_are_told_apart_by_their_group() -> None:
    east = replace(a_component("API", group="East"), id=ComponentId("east-api"))
    west = replace(a_component("API", group="West"), id=ComponentId("west-api"))

    form = a_form(a_state(east, west, groups=("East", "West")))

    assert offered(form, "Affected components") == ["East - API", "West - API"]


def test_components_are_offered_by_group_and_the_rest_under_a_name_of_their_own() -> None:
    state = a_state(a_component("Shop", group="Web"), a_component("Mail", position=2), groups=("Web",))

    groups = field_of(a_form(state), "Affected components")["element"]["option_groups"]

    assert [group["label"]["text"] for group in groups] == ["Web", "Other components"]


def test_a_group_of_more_than_a_hundred_is_split() -> None:
    components = [a_component(f"Node {number}", group="Nodes", position=number) for number in range(150)]

    groups = field_of(a_form(a_state(*components, groups=("Nodes",))), "Affected components")["element"][
        "option_groups"
    ]

    assert [group["label"]["text"] for group in groups] == ["Nodes (1–100)", "Nodes (101–150)"]
    assert [len(group["options"]) for group in groups] == [100, 50]


def test_more_than_a_hundred_groups_give_way_to_ranges() -> None:
    names = [f"Group {number:03}" for number in range(120)]
    components = [a_component(f"Part of {name}", group=name, position=number) for number, name in enumerate(names)]

    form = a_form(a_state(*components, groups=tuple(names)))

    groups = field_of(form, "Affected components")["element"]["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 20]
    assert groups[1]["label"]["text"] == "Part of Group 100 – Part of Group 119"


@pytest.mark.parametrize(("count", "element"), [(400, "multi_static_select"), (2_000, "multi_external_select")])
def test_components_that_would_burst_the_form_are_asked_for_while_typing(count: int, element: str) -> None:
    components = [
        a_component(f"A component with quite a long name {number}", position=number) for number in range(count)
    ]

    form = a_form(a_state(*components), Entries(components=tuple(each.id for each in components[:400])))

    assert field_of(form, "Affected components")["element"]["type"] == element
    assert_fits(form)


def test_an_open_incident_of_the_page_is_named_with_a_button_to_update_it_instead() -> None:
    incident = an_incident(number=3, title="Slow <search>", at=NOON - timedelta(minutes=12))

    form = a_form(a_state(open_incidents=(incident,)))

    assert "Already open on this page: 🔴 *INC-3* Slow &lt;search&gt; — Investigating, 12 min ago" in text_of(form)
    assert [
        (button["text"]["text"], button["action_id"], button["value"])
        for button in buttons_of(form)
        if "value" in button
    ] == [("Update INC-3 instead", FormAction.UPDATE_INSTEAD, "3")]


def test_of_many_open_incidents_the_newest_are_named_and_the_others_counted() -> None:
    incidents = tuple(an_incident(number=number) for number in range(1, 9))

    form = a_form(a_state(open_incidents=incidents))

    assert [button["value"] for button in buttons_of(form) if "value" in button] == ["8", "7", "6", "5", "4"]
    assert "…and 3 more: `/incident list`" in text_of(form)


def test_another_page_brings_another_components_field_and_keeps_the_ids_of_what_was_typed() -> None:
    here = a_state(a_component("API"))
    there = replace(here, page=replace(a_page(), id=PageId("other"), name="Other"))

    forms = [a_form(state, pages=(there.page,)) for state in (here, there)]

    ids = [{label: field_of(form, label)["block_id"] for label in labels_of(form)} for form in forms]
    assert {label for label in ids[0] if ids[0][label] != ids[1][label]} == {"Affected components"}


def test_more_than_a_hundred_pages_can_be_chosen_from() -> None:
    pages = tuple(replace(a_page(), id=PageId(f"page-{number}"), name=f"Page {number}") for number in range(130))

    assert len(offered(a_form(a_state(), pages=pages), "Status page")) == 131


def test_a_text_beyond_its_field_is_cut_to_what_slack_takes() -> None:
    form = a_form(a_state(), Entries(title="t" * 151, message="m" * 3_001, status=IncidentStatus.IDENTIFIED))

    assert (len(filled(form, "Title")), len(filled(form, "Message"))) == (150, 3_000)
    assert filled(form, "Status") == "Identified"
