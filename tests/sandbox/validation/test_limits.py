"""Every limit of blocks, views and messages, at its value and one past it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.validation.message import check_message
from bot.sandbox.validation.problem import Problem
from bot.sandbox.validation.view import check_view
from tests.sandbox.builders import (
    actions,
    button,
    buttons,
    confirm,
    field,
    grouped_select,
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


def _accessory(element: Json) -> Json:
    return section(accessory=element)


def _choices(kind: str, count: int) -> Json:
    return actions({"type": kind, "action_id": "choose", "options": options(count)})


def _card(**more: Any) -> Json:
    return {"type": "card", "title": plain(), **more}


def _container(**more: Any) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": [section()], **more}


def _multi_select(**more: Any) -> Json:
    return {"type": "multi_static_select", "action_id": "choose", **more}


def _image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://example.com/i.png", "alt_text": "A chart", **more}


#: The limit, a block with so many characters in one place, and where that place is.
CHARACTERS: list[tuple[str, int, Callable[[str], Json], str]] = [
    ("section.text", 3_000, section, "/text/text"),
    ("section.field.text", 2_000, lambda t: {"type": "section", "fields": [mrkdwn(t)]}, "/fields/0/text"),
    ("header.text", 150, lambda t: {"type": "header", "text": plain(t)}, "/text/text"),
    ("context text", 3_000, lambda t: {"type": "context", "elements": [mrkdwn(t)]}, "/elements/0/text"),
    ("button.text", 75, lambda t: actions(button(text=plain(t))), "/elements/0/text/text"),
    ("button.value", 2_000, lambda t: actions(button(value=t)), "/elements/0/value"),
    ("button.url", 3_000, lambda t: actions(button(url=t)), "/elements/0/url"),
    (
        "option.text",
        75,
        lambda t: _accessory(select(options=[option(text=plain(t))])),
        "/accessory/options/0/text/text",
    ),
    (
        "option.description",
        75,
        lambda t: _accessory(select(options=[option(description=plain(t))])),
        "/accessory/options/0/description/text",
    ),
    ("option.value", 150, lambda t: _accessory(select(options=[option(value=t)])), "/accessory/options/0/value"),
    (
        "option group label",
        75,
        lambda t: _accessory(select(options=None, option_groups=[{"label": plain(t), "options": options(1)}])),
        "/accessory/option_groups/0/label/text",
    ),
    ("placeholder", 150, lambda t: _accessory(select(placeholder=plain(t))), "/accessory/placeholder/text"),
    ("input.label", 2_000, lambda t: field(label=t), "/label/text"),
    ("input.hint", 2_000, lambda t: field(hint=plain(t)), "/hint/text"),
    ("input initial value", 3_000, lambda t: field(text_input(initial_value=t)), "/element/initial_value"),
    ("input placeholder", 150, lambda t: field(text_input(placeholder=plain(t))), "/element/placeholder/text"),
    ("action_id", 255, lambda t: actions(button(action_id=t)), "/elements/0/action_id"),
    ("block_id", 255, lambda t: section(block_id=t), "/block_id"),
    (
        "confirm.title",
        100,
        lambda t: actions(button(confirm=confirm(title=plain(t)))),
        "/elements/0/confirm/title/text",
    ),
    ("confirm.text", 300, lambda t: actions(button(confirm=confirm(text=mrkdwn(t)))), "/elements/0/confirm/text/text"),
    (
        "confirm.confirm",
        30,
        lambda t: actions(button(confirm=confirm(confirm=plain(t)))),
        "/elements/0/confirm/confirm/text",
    ),
    ("confirm.deny", 30, lambda t: actions(button(confirm=confirm(deny=plain(t)))), "/elements/0/confirm/deny/text"),
    ("image alt text", 2_000, lambda t: _image(alt_text=t), "/alt_text"),
    ("image title", 2_000, lambda t: _image(title=plain(t)), "/title/text"),
    ("image url", 3_000, lambda t: _image(image_url=t), "/image_url"),
]

#: The limit, a block with so many items in one place, and where that place is.
COUNTS: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("section.fields", 10, lambda n: {"type": "section", "fields": [mrkdwn()] * n}, "/fields"),
    ("context.elements", 10, lambda n: {"type": "context", "elements": [mrkdwn()] * n}, "/elements"),
    ("actions.elements", 25, lambda n: actions(*buttons(n)), "/elements"),
    ("select.options", 100, lambda n: _accessory(select(options=options(n))), "/accessory/options"),
    ("multi select options", 100, lambda n: _accessory(_multi_select(options=options(n))), "/accessory/options"),
    ("select.option_groups", 100, lambda n: _accessory(grouped_select(n)), "/accessory/option_groups"),
    (
        "options of a group",
        100,
        lambda n: _accessory(grouped_select(1, options_each=n)),
        "/accessory/option_groups/0/options",
    ),
    ("overflow.options", 5, lambda n: _choices("overflow", n), "/elements/0/options"),
    ("radio button options", 10, lambda n: _choices("radio_buttons", n), "/elements/0/options"),
    ("checkbox options", 10, lambda n: _choices("checkboxes", n), "/elements/0/options"),
]

#: Only messages have these.
CHARACTERS_IN_MESSAGES: list[tuple[str, int, Callable[[str], Json], str]] = [
    ("card title", 150, lambda t: _card(title=plain(t)), "/title/text"),
    ("card subtitle", 150, lambda t: _card(subtitle=plain(t)), "/subtitle/text"),
    ("card body", 200, lambda t: _card(body=plain(t)), "/body/text"),
    ("container title", 150, lambda t: _container(title=plain(t)), "/title/text"),
    ("container subtitle", 150, lambda t: _container(subtitle=plain(t)), "/subtitle/text"),
]
COUNTS_IN_MESSAGES: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("table.rows", 100, lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}, "/rows"),
    ("table.cols", 20, lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]}, "/rows/0"),
    ("carousel.cards", 10, lambda n: {"type": "carousel", "elements": [_card()] * n}, "/elements"),
    ("container.child_blocks", 10, lambda n: _container(child_blocks=[section()] * n), "/child_blocks"),
]

#: A view's own texts.
VIEW_TEXTS: list[tuple[str, int, Callable[[str], Json], str]] = [
    ("title", 24, lambda t: modal(title=t), "/title/text"),
    ("submit", 24, lambda t: modal(submit=plain(t)), "/submit/text"),
    ("close", 24, lambda t: modal(close=plain(t)), "/close/text"),
    ("callback_id", 255, lambda t: modal(callback_id=t), "/callback_id"),
    ("external_id", 255, lambda t: modal(external_id=t), "/external_id"),
    ("private_metadata", 3_000, lambda t: modal(private_metadata=t), "/private_metadata"),
]


def problems_of_message(*blocks: Json) -> tuple[str, tuple[Problem, ...]] | None:
    refusal = check_message(text="Hello", blocks=list(blocks))
    return None if refusal is None else (refusal.error, refusal.problems)


def problems_of_view(view: Json) -> tuple[str, tuple[Problem, ...]] | None:
    refusal = check_view(view)
    return None if refusal is None else (refusal.error, refusal.problems)


def too_long(most: int, pointer: str) -> tuple[Problem, ...]:
    return (Problem(f"must be less than {most + 1} characters", pointer),)


def too_many(most: int, pointer: str) -> tuple[Problem, ...]:
    return (Problem(f"no more than {most} items allowed", pointer),)


@pytest.mark.parametrize(("name", "most", "block", "place"), CHARACTERS, ids=[case[0] for case in CHARACTERS])
def test_a_text_of_a_block_may_have_just_so_many_characters(
    name: str, most: int, block: Callable[[str], Json], place: str
) -> None:
    assert problems_of_message(block("x" * most)) is None
    assert problems_of_view(modal(block("x" * most))) is None
    over = block("x" * (most + 1))
    assert problems_of_message(over) == ("invalid_blocks", too_long(most, f"/blocks/0{place}"))
    assert problems_of_view(modal(over)) == ("invalid_arguments", too_long(most, f"/view/blocks/0{place}"))


@pytest.mark.parametrize(("name", "most", "block", "place"), COUNTS, ids=[case[0] for case in COUNTS])
def test_a_list_in_a_block_may_have_just_so_many_items(
    name: str, most: int, block: Callable[[int], Json], place: str
) -> None:
    assert problems_of_message(block(most)) is None
    assert problems_of_view(modal(block(most))) is None
    over = block(most + 1)
    assert problems_of_message(over) == ("invalid_blocks", too_many(most, f"/blocks/0{place}"))
    assert problems_of_view(modal(over)) == ("invalid_arguments", too_many(most, f"/view/blocks/0{place}"))


@pytest.mark.parametrize(
    ("name", "most", "block", "place"), COUNTS_IN_MESSAGES, ids=[case[0] for case in COUNTS_IN_MESSAGES]
)
def test_a_list_in_a_block_of_messages_only_may_have_just_so_many_items(
    name: str, most: int, block: Callable[[int], Json], place: str
) -> None:
    assert problems_of_message(block(most)) is None
    assert problems_of_message(block(most + 1)) == ("invalid_blocks", too_many(most, f"/blocks/0{place}"))
    assert problems_of_message(block(0)) == (
        "invalid_blocks",
        (Problem("no fewer than 1 items allowed", f"/blocks/0{place}"),),
    )


@pytest.mark.parametrize(
    ("name", "most", "block", "place"), CHARACTERS_IN_MESSAGES, ids=[case[0] for case in CHARACTERS_IN_MESSAGES]
)
def test_a_text_of_a_block_of_messages_only_may_have_just_so_many_characters(
    name: str, most: int, block: Callable[[str], Json], place: str
) -> None:
    assert problems_of_message(block("x" * most)) is None
    over = too_long(most, f"/blocks/0{place}")
    assert problems_of_message(block("x" * (most + 1))) == ("invalid_blocks", over)


@pytest.mark.parametrize(("name", "most", "view", "place"), VIEW_TEXTS, ids=[case[0] for case in VIEW_TEXTS])
def test_a_text_of_a_view_may_have_just_so_many_characters(
    name: str, most: int, view: Callable[[str], Json], place: str
) -> None:
    assert problems_of_view(view("x" * most)) is None
    assert problems_of_view(view("x" * (most + 1))) == ("invalid_arguments", too_long(most, f"/view{place}"))


@pytest.mark.parametrize("name", ["min_length", "max_length"])
def test_the_length_that_an_input_asks_for_ends_at_3_000(name: str) -> None:
    assert problems_of_view(modal(field(text_input(**{name: 3_000})))) is None
    over = Problem("must be less than 3001", f"/view/blocks/0/element/{name}")
    assert problems_of_view(modal(field(text_input(**{name: 3_001})))) == ("invalid_arguments", (over,))


def test_an_initial_value_must_fit_the_input_s_own_max_length() -> None:
    assert problems_of_view(modal(field(text_input(max_length=5, initial_value="12345")))) is None
    over = too_long(5, "/view/blocks/0/element/initial_value")
    assert problems_of_view(modal(field(text_input(max_length=5, initial_value="123456")))) == (
        "invalid_arguments",
        over,
    )


def test_a_text_may_not_be_empty() -> None:
    assert problems_of_message(section("x")) is None
    empty = Problem("must be more than 0 characters", "/blocks/0/text/text")
    assert problems_of_message(section("")) == ("invalid_blocks", (empty,))


def test_a_message_has_50_blocks_and_a_view_100() -> None:
    assert problems_of_message(*[section()] * 50) is None
    assert problems_of_message(*[section()] * 51) == ("invalid_blocks", too_many(50, "/blocks"))
    assert problems_of_view(modal(*[section()] * 100)) is None
    assert problems_of_view(modal(*[section()] * 101)) == ("invalid_arguments", too_many(100, "/view/blocks"))


def test_a_view_has_250_000_bytes_whatever_its_characters() -> None:
    blocks = [section("x" * 3_000) for _ in range(81)]
    room = 250_000 - len(json.dumps(modal(*blocks, section(""))))
    assert problems_of_view(modal(*blocks, section("x" * room))) is None
    assert problems_of_view(modal(*blocks, section("x" * (room + 1)))) == ("view_too_large", ())
    assert problems_of_view(modal(*blocks, section("é" + "x" * (room - 1)))) == ("view_too_large", ())


def test_markdown_blocks_have_12_000_characters_together() -> None:
    def markdown(length: int) -> Json:
        return {"type": "markdown", "text": "x" * length}

    assert problems_of_message(markdown(12_000)) is None
    assert problems_of_message(markdown(12_001)) == ("invalid_blocks", too_long(12_000, "/blocks/0/text"))
    assert problems_of_message(markdown(6_000), markdown(6_000)) is None
    together = Problem("must be less than 12001 characters in all markdown blocks", "/blocks")
    assert problems_of_message(markdown(6_000), markdown(6_001)) == ("invalid_blocks", (together,))


def test_all_blocks_of_a_message_have_13_200_characters_together() -> None:
    blocks = [section("x" * 3_000)] * 4
    assert problems_of_message(*blocks, section("x" * 1_200)) is None
    assert problems_of_message(*blocks, section("x" * 1_201)) == ("msg_blocks_too_long", ())


def test_a_message_has_100_attachments() -> None:
    assert check_message(text="Hello", blocks=None, attachments=[{"text": "x"}] * 100) is None
    refusal = check_message(text="Hello", blocks=None, attachments=[{"text": "x"}] * 101)
    assert refusal is not None
    assert refusal.error == "too_many_attachments"


def test_markdown_text_has_12_000_characters() -> None:
    assert check_message(text=None, blocks=None, markdown_text="x" * 12_000) is None
    refusal = check_message(text=None, blocks=None, markdown_text="x" * 12_001)
    assert refusal is not None
    assert refusal.error == "msg_too_long"
