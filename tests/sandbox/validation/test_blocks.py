"""What may stand in a block, beside how much of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.validation.message import check_message
from bot.sandbox.validation.view import check_view
from tests.sandbox.builders import (
    actions,
    button,
    confirm,
    field,
    grouped_select,
    home,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
    select,
    text_input,
)

Json = dict[str, Any]

_ANYWHERE = {"section", "actions", "input"}
_CHOICE = {"options": options(2)}

#: Each element, and the blocks that take it.
PLACES: list[tuple[Json, set[str]]] = [
    (button(), {"section", "actions"}),
    ({"type": "overflow", **_CHOICE}, {"section", "actions"}),
    ({"type": "plain_text_input"}, {"input"}),
    ({"type": "static_select", **_CHOICE}, _ANYWHERE),
    ({"type": "multi_static_select", **_CHOICE}, {"section", "input"}),
    ({"type": "external_select"}, _ANYWHERE),
    ({"type": "multi_external_select"}, {"section", "input"}),
    ({"type": "checkboxes", **_CHOICE}, _ANYWHERE),
    ({"type": "radio_buttons", **_CHOICE}, _ANYWHERE),
    ({"type": "datepicker"}, _ANYWHERE),
    ({"type": "timepicker"}, _ANYWHERE),
    ({"type": "datetimepicker"}, {"actions", "input"}),
    ({"type": "users_select"}, _ANYWHERE),
    ({"type": "multi_users_select"}, {"section", "input"}),
    ({"type": "channels_select"}, _ANYWHERE),
    ({"type": "conversations_select"}, _ANYWHERE),
]

#: A block that Slack refuses, and what it says.
REFUSED: list[tuple[str, Json, str]] = [
    ("unknown block", {"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
    ("no type", {"text": plain()}, "unsupported type: None [json-pointer:/blocks/0/type]"),
    ("unknown property", section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    ("section without text", {"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
    ("header without text", {"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
    (
        "header with mark-up",
        {"type": "header", "text": mrkdwn()},
        "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
    ),
    (
        "button with mark-up",
        actions(button(text=mrkdwn())),
        "must be one of: plain_text [json-pointer:/blocks/0/elements/0/text/type]",
    ),
    ("input without label", {"type": "input", "element": text_input()}, "missing required field: label"),
    ("input without element", {"type": "input", "label": plain()}, "missing required field: element"),
    ("label with mark-up", {**field(), "label": mrkdwn()}, "must be one of: plain_text [json-pointer:/blocks/0/label"),
    ("text that is no object", {"type": "section", "text": "Hello"}, "must be an object [json-pointer:/blocks/0/text]"),
    ("text of a number", {"type": "section", "text": {"type": "mrkdwn", "text": 7}}, "must be a string"),
    ("verbatim plain text", section(accessory=button(text=plain() | {"verbatim": True})), "property: verbatim"),
    ("emoji in mark-up", {"type": "section", "text": mrkdwn() | {"emoji": True}}, "property: emoji"),
    ("unknown style", actions(button(style="warning")), "must be one of: primary, danger"),
    ("no buttons", actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    ("no options", section(accessory=select(options=[])), "no fewer than 1 items allowed"),
    ("neither options nor groups", section(accessory=select(options=None)), "must provide either options or"),
    (
        "options and groups",
        section(accessory=grouped_select(1) | {"options": options(1)}),
        "must provide either options or option_groups",
    ),
    ("an option of mark-up", section(accessory=select(options=[option(text=mrkdwn())])), "must be one of: plain_text"),
    ("an option without value", section(accessory=select(options=[{"text": plain()}])), "required field: value"),
    ("url of an option", section(accessory=select(options=[option(url="https://example.com")])), "property: url"),
    ("an initial option of another list", section(accessory=select(initial_option=option(9))), "must exactly match"),
    (
        "an initial option with another text",
        section(accessory=select(initial_option=option(1) | {"text": plain("Other")})),
        "initial option must exactly match one of the provided options [json-pointer:/blocks/0/accessory/initial_opt",
    ),
    ("no initial options", field({"type": "multi_static_select", **_CHOICE, "initial_options": []}), "no fewer than 1"),
    (
        "initial options of another list",
        field({"type": "multi_static_select", **_CHOICE, "initial_options": [option(1), option(9)]}),
        "must exactly match one of the provided options [json-pointer:/blocks/0/element/initial_options/1]",
    ),
    ("lengths crossed", field(text_input(min_length=9, max_length=8)), "min_length must not be greater"),
    (
        "a length of 0",
        field(text_input(max_length=0)),
        "must be more than 0 [json-pointer:/blocks/0/element/max_length",
    ),
    ("choosing at most 0", field({"type": "multi_static_select", **_CHOICE, "max_selected_items": 0}), "more than 0"),
    ("flags as text", field(optional="true"), "must be a boolean [json-pointer:/blocks/0/optional]"),
    ("half a confirmation", actions(button(confirm=confirm(deny=None))), "missing required field: deny"),
    ("one action id twice", actions(button(), button()), "`action_id` press already exists"),
    ("a picture of nothing", {"type": "image", "alt_text": "x"}, "must provide either image_url or slack_file"),
    ("a picture without words", {"type": "image", "image_url": "https://example.com/i.png"}, "field: alt_text"),
    ("an empty card", {"type": "card"}, "missing required field: one of hero_image"),
    ("a carousel of sections", {"type": "carousel", "elements": [section()]}, "unsupported type: section"),
    ("a container in one", {"type": "container", "title": plain(), "child_blocks": [{"type": "container"}]}, "unsupp"),
]


def said_of_message(*blocks: Any) -> list[str]:
    refusal = check_message(text="Hello", blocks=list(blocks))
    assert refusal is None or refusal.error == "invalid_blocks"
    return [str(problem) for problem in refusal.problems] if refusal else []


def said_of_view(view: Any) -> list[str]:
    refusal = check_view(view)
    assert refusal is None or refusal.error == "invalid_arguments"
    return [str(problem) for problem in refusal.problems] if refusal else []


@pytest.mark.parametrize(("element", "takers"), PLACES, ids=[element["type"] for element, _ in PLACES])
def test_an_element_stands_only_in_the_blocks_that_take_it(element: Json, takers: set[str]) -> None:
    places = {
        "section": (section(accessory=element), "/blocks/0/accessory/type"),
        "actions": (actions(element), "/blocks/0/elements/0/type"),
        "input": (field(element), "/blocks/0/element/type"),
    }
    for place, (block, pointer) in places.items():
        refused = [f"[ERROR] unsupported type: {element['type']} [json-pointer:{pointer}]"]
        assert said_of_message(block) == ([] if place in takers else refused), place


@pytest.mark.parametrize(("name", "block", "said"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_block_that_slack_refuses_is_refused(name: str, block: Json, said: str) -> None:
    [problem] = said_of_message(block)
    assert said in problem


def test_a_block_is_an_object() -> None:
    assert said_of_message("Hello") == ["[ERROR] must be an object [json-pointer:/blocks/0]"]


def test_block_ids_are_there_once() -> None:
    assert said_of_message(section(block_id="a"), section(block_id="b"), section(), section()) == []
    twice = said_of_message(section(block_id="a"), section(block_id="a"))
    assert twice == ["[ERROR] `block_id` a already exists for another block [json-pointer:/blocks]"]


@pytest.mark.parametrize("place", ["input", "section", "actions"])
def test_one_element_of_a_view_takes_the_focus(place: str) -> None:
    focused = select(focus_on_load=True)
    second = {"input": field(focused), "section": section(accessory=focused), "actions": actions(focused)}[place]
    assert said_of_view(modal(field(), second)) == []
    twice = said_of_view(modal(field(text_input(focus_on_load=True)), second))
    assert twice == ["[ERROR] only one element can have focus_on_load [json-pointer:/view/blocks]"]


def test_a_form_with_a_field_needs_its_submit_button() -> None:
    form = modal(field())
    assert said_of_view(form) == []
    del form["submit"]
    assert said_of_view(form) == [
        "[ERROR] `submit` is required when an `input` block is within `blocks` [json-pointer:/view]"
    ]
    assert said_of_view(modal(section()) | {"submit": None}) == []


@pytest.mark.parametrize("name", ["title", "blocks"])
def test_a_modal_has_a_title_and_blocks(name: str) -> None:
    assert said_of_view(modal(section()) | {name: None}) == [
        f"[ERROR] missing required field: {name} [json-pointer:/view]"
    ]


@pytest.mark.parametrize("name", ["title", "submit", "close"])
def test_a_view_s_own_texts_are_plain(name: str) -> None:
    said = said_of_view(modal(section(), title="x") | {name: mrkdwn("x")})
    assert said == [f"[ERROR] must be one of: plain_text [json-pointer:/view/{name}/type]"]


@pytest.mark.parametrize("name", ["title", "submit", "close"])
def test_a_home_has_no_title_and_no_buttons_of_its_own(name: str) -> None:
    assert said_of_view(home(section())) == []
    assert said_of_view(home(section(), **{name: plain()})) == [
        f"[ERROR] invalid additional property: {name} [json-pointer:/view]"
    ]


@pytest.mark.parametrize("kind", ["markdown", "table", "card", "carousel", "container"])
def test_blocks_of_messages_are_refused_in_views(kind: str) -> None:
    assert said_of_view(modal({"type": kind})) == [
        f"[ERROR] unsupported type: {kind} [json-pointer:/view/blocks/0/type]"
    ]


@pytest.mark.parametrize(("view", "said"), [({"type": "sheet"}, "unsupported type: sheet"), (None, "valid view")])
def test_what_is_no_view_is_refused(view: Any, said: str) -> None:
    [problem] = said_of_view(view)
    assert said in problem


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"text": "", "blocks": None}, "no_text"),
        ({"text": None, "blocks": []}, "no_text"),
        ({"text": "Hello", "blocks": {}}, "invalid_blocks_format"),
        ({"text": "Hello", "blocks": None, "attachments": "x"}, "invalid_attachments"),
        ({"text": "Hello", "blocks": None, "markdown_text": "*Hello*"}, "markdown_text_conflict"),
        ({"text": None, "blocks": [section()], "markdown_text": "*Hello*"}, "markdown_text_conflict"),
    ],
)
def test_a_message_without_content_or_of_the_wrong_form_is_refused(arguments: Json, error: str) -> None:
    refusal = check_message(**arguments)
    assert refusal is not None
    assert refusal.error == error
