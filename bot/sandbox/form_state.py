"""What stands in a form's fields: Slack's `state.values`, and what its client checks before it sends them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox.views import State

Element = dict[str, Any]
Block = dict[str, Any]

#: By type of element: the key of its value, the key of its initial value, and the empty value.
_VALUES: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
}

#: Of an external select that does not say.
_LEAST_QUERY_LENGTH = 3


def value_key(element: Element) -> str:
    return _VALUES[element["type"]][0]


def elements_of(block: Block) -> Iterator[Element]:
    """The interactive ones."""
    for element in (block.get("element"), block.get("accessory"), *block.get("elements", ())):
        if isinstance(element, dict) and "action_id" in element:
            yield element


def current_state(blocks: list[Block], entered: State) -> State:
    """Every field's value: what was entered where block and action are still the same, else its initial value."""
    state: State = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] not in _VALUES:
                continue
            key, initial, empty = _VALUES[element["type"]]
            known = entered.get(block["block_id"], {}).get(element["action_id"])
            if known is None or known.get("type") != element["type"]:
                known = {"type": element["type"], key: element.get(initial, empty)}
            state.setdefault(block["block_id"], {})[element["action_id"]] = known
    return state


def least_query_length(blocks: list[Block], block_id: str, action_id: str) -> int | None:
    """From how many characters on an external select asks the app; None where there is no such field."""
    for block in blocks:
        for element in elements_of(block):
            if (block["block_id"], element["action_id"]) == (block_id, action_id):
                return int(element.get("min_query_length", _LEAST_QUERY_LENGTH))
    return None


def refusals(blocks: list[Block], state: State) -> dict[str, str]:
    """What Slack's client says at a field instead of sending the form, by block id."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = state[block["block_id"]][element["action_id"]][value_key(element)]
        if value in (None, "", []):
            if not block.get("optional", False):
                found[block["block_id"]] = "Please complete this required field."
        elif isinstance(value, str) and element["type"] == "plain_text_input":
            least, most = element.get("min_length", 0), element.get("max_length", 3_000)
            if len(value) > most:
                found[block["block_id"]] = f"Please shorten this to {most} characters or less."
            elif len(value) < least:
                found[block["block_id"]] = f"Please lengthen this to {least} characters or more."
    return found
