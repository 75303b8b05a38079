"""Interactive elements: buttons, selects, choices, inputs, pickers."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox import limits
from bot.sandbox.validation.composition import (
    chosen_among,
    confirm,
    offered_by,
    option,
    option_groups,
    options,
    text,
)
from bot.sandbox.validation.problem import Problem, Problems
from bot.sandbox.validation.shapes import Json, flag, items, listed, number, one_of, properties, string

Check = Callable[[Json, str], Problems]

_SELECT = ("action_id", "placeholder", "confirm", "focus_on_load")


def _button(element: Json, at: str) -> Problems:
    yield from properties(
        element,
        at,
        required=("text",),
        optional=("action_id", "url", "value", "style", "confirm", "accessibility_label"),
    )
    yield from text(element.get("text"), f"{at}/text", most=limits.BUTTON_TEXT, plain=True)
    yield from string(element.get("value"), f"{at}/value", most=limits.BUTTON_VALUE)
    yield from string(element.get("url"), f"{at}/url", most=limits.BUTTON_URL)
    yield from one_of(element.get("style"), f"{at}/style", ("primary", "danger"))
    yield from string(element.get("accessibility_label"), f"{at}/accessibility_label", most=limits.BUTTON_TEXT)


def _static_select(element: Json, at: str) -> Problems:
    yield from properties(element, at, required=(), optional=(*_SELECT, "options", "option_groups", "initial_option"))
    yield from _offers(element, at)
    yield from chosen_among(element.get("initial_option"), offered_by(element), f"{at}/initial_option")


def _multi_static_select(element: Json, at: str) -> Problems:
    optional = (*_SELECT, "options", "option_groups", "initial_options", "max_selected_items")
    yield from properties(element, at, required=(), optional=optional)
    yield from _offers(element, at)
    yield from _initial_options(element, at, most=limits.SELECT_OPTIONS * limits.SELECT_OPTION_GROUPS)
    yield from number(element.get("max_selected_items"), f"{at}/max_selected_items", least=1, most=10_000)


def _offers(element: Json, at: str) -> Problems:
    flat, grouped = element.get("options"), element.get("option_groups")
    if (flat is None) == (grouped is None):
        yield Problem("must provide either options or option_groups", at)
    yield from options(flat, f"{at}/options")
    yield from option_groups(grouped, f"{at}/option_groups")


def _initial_options(element: Json, at: str, *, most: int) -> Problems:
    yield from items(element.get("initial_options"), f"{at}/initial_options", most=most)
    for index, each in enumerate(listed(element.get("initial_options"))):
        yield from chosen_among(each, offered_by(element), f"{at}/initial_options/{index}")


def _external_select(element: Json, at: str) -> Problems:
    yield from properties(element, at, required=(), optional=(*_SELECT, "min_query_length", "initial_option"))
    yield from number(element.get("min_query_length"), f"{at}/min_query_length", least=0, most=1_000)
    if element.get("initial_option") is not None:
        yield from option(element["initial_option"], f"{at}/initial_option")


def _multi_external_select(element: Json, at: str) -> Problems:
    optional = (*_SELECT, "min_query_length", "initial_options", "max_selected_items")
    yield from properties(element, at, required=(), optional=optional)
    yield from number(element.get("min_query_length"), f"{at}/min_query_length", least=0, most=1_000)
    yield from number(element.get("max_selected_items"), f"{at}/max_selected_items", least=1, most=10_000)
    if element.get("initial_options") is not None:
        yield from options(element["initial_options"], f"{at}/initial_options", most=10_000)


def _checkboxes(element: Json, at: str) -> Problems:
    optional = ("action_id", "initial_options", "confirm", "focus_on_load")
    yield from properties(element, at, required=("options",), optional=optional)
    yield from options(element.get("options"), f"{at}/options", most=limits.CHOICE_OPTIONS, plain=False)
    yield from _initial_options(element, at, most=limits.CHOICE_OPTIONS)


def _radio_buttons(element: Json, at: str) -> Problems:
    optional = ("action_id", "initial_option", "confirm", "focus_on_load")
    yield from properties(element, at, required=("options",), optional=optional)
    yield from options(element.get("options"), f"{at}/options", most=limits.CHOICE_OPTIONS, plain=False)
    yield from chosen_among(element.get("initial_option"), offered_by(element), f"{at}/initial_option")


def _overflow(element: Json, at: str) -> Problems:
    yield from properties(element, at, required=("options",), optional=("action_id", "confirm"))
    yield from options(element.get("options"), f"{at}/options", most=limits.OVERFLOW_OPTIONS, with_url=True)


def _plain_text_input(element: Json, at: str) -> Problems:
    optional = (
        "action_id",
        "initial_value",
        "multiline",
        "min_length",
        "max_length",
        "dispatch_action_config",
        "focus_on_load",
        "placeholder",
    )
    yield from properties(element, at, required=(), optional=optional)
    yield from flag(element.get("multiline"), f"{at}/multiline")
    yield from number(element.get("min_length"), f"{at}/min_length", least=0, most=limits.INPUT_MIN_LENGTH)
    yield from number(element.get("max_length"), f"{at}/max_length", least=1, most=limits.INPUT_MAX_LENGTH)
    most = element.get("max_length")
    yield from string(
        element.get("initial_value"),
        f"{at}/initial_value",
        most=most if isinstance(most, int) else limits.INPUT_MAX_LENGTH,
    )
    least = element.get("min_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem("min_length must not be greater than max_length", at)


def _picker(*names: str) -> Check:
    def check(element: Json, at: str) -> Problems:
        yield from properties(element, at, required=(), optional=(*_SELECT, *names))
        yield from number(element.get("max_selected_items"), f"{at}/max_selected_items", least=1, most=10_000)

    return check


_CHECKS: dict[str, Check] = {
    "button": _button,
    "static_select": _static_select,
    "multi_static_select": _multi_static_select,
    "external_select": _external_select,
    "multi_external_select": _multi_external_select,
    "checkboxes": _checkboxes,
    "radio_buttons": _radio_buttons,
    "overflow": _overflow,
    "plain_text_input": _plain_text_input,
    "datepicker": _picker("initial_date"),
    "timepicker": _picker("initial_time", "timezone"),
    "datetimepicker": _picker("initial_date_time"),
    "users_select": _picker("initial_user"),
    "multi_users_select": _picker("initial_users", "max_selected_items"),
    "channels_select": _picker("initial_channel", "response_url_enabled"),
    "conversations_select": _picker(
        "initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter"
    ),
}

_MULTIPLE = {"multi_static_select", "multi_external_select", "multi_users_select"}
IN_SECTION = frozenset(_CHECKS) - {"plain_text_input", "datetimepicker"}
IN_ACTIONS = frozenset(_CHECKS) - {"plain_text_input"} - _MULTIPLE
IN_INPUT = frozenset(_CHECKS) - {"button", "overflow"}


def element(value: object, pointer: str, *, allowed: frozenset[str]) -> Problems:
    """One of those types. Left out is right."""
    if value is None:
        return
    if not isinstance(value, dict):
        yield Problem("must be an object", pointer)
        return
    check = _CHECKS.get(str(value.get("type")))
    if check is None or value["type"] not in allowed:
        yield Problem(f"unsupported type: {value.get('type')}", f"{pointer}/type")
        return
    yield from check(value, pointer)
    yield from string(value.get("action_id"), f"{pointer}/action_id", most=limits.ACTION_ID, least=1)
    yield from text(value.get("placeholder"), f"{pointer}/placeholder", most=limits.PLACEHOLDER, plain=True)
    yield from confirm(value.get("confirm"), f"{pointer}/confirm")
    yield from flag(value.get("focus_on_load"), f"{pointer}/focus_on_load")
