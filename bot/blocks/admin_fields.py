"""What the forms for admins are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ConversationSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.form_fields import notice
from bot.blocks.ids import AdminField, AdminView
from bot.blocks.mrkdwn import escape
from bot.domain.texts import say

_SHOWN = 120


def form(
    kind: AdminView, title: str, memory: AdminMemory, blocks: Sequence[Block], *, submit: str | None = None
) -> View:
    return View(
        type="modal",
        callback_id=kind,
        title=title,
        submit=submit or say("Save"),
        close=say("Back"),
        private_metadata=memory.metadata(),
        blocks=list(blocks),
    )


def text_field(
    field: AdminField,
    label: str,
    value: str,
    *,
    hint: str,
    limit: int,
    optional: bool = False,
    placeholder: str | None = None,
    multiline: bool = False,
) -> Block:
    return InputBlock(
        block_id=field,
        label=label,
        hint=hint,
        optional=optional,
        element=PlainTextInputElement(
            action_id=field,
            initial_value=limits.cut(value, limit) or None,
            max_length=limit,
            multiline=multiline,
            placeholder=placeholder,
        ),
    )


def box(field: AdminField, label: str, text: str, *, ticked: bool, hint: str | None = None) -> Block:
    yes = Option(value="yes", text=text)
    return InputBlock(
        block_id=field,
        label=label,
        hint=hint,
        optional=True,
        element=CheckboxesElement(action_id=field, options=[yes], initial_options=[yes] if ticked else None),
    )


def refilled(view: View, entered: Callable[[str | None], Mapping[str, Any]]) -> View:
    """The same form, with what was entered by the ids of its blocks in the place of what it was filled with."""
    for block in view.blocks or ():
        if isinstance(block, InputBlock) and (values := entered(block.block_id)):
            _refill(block.element, values)
    return view


def _refill(element: object, entered: Mapping[str, Any]) -> None:
    match element:
        case PlainTextInputElement():
            element.initial_value = entered.get("value")
        case CheckboxesElement():
            element.initial_options = element.options if entered.get("selected_options") else None
        case StaticSelectElement():
            chosen = (entered.get("selected_option") or {}).get("value")
            offered = [each for each in element.options or () if isinstance(each, Option)]
            element.initial_option = next((each for each in offered if each.value == chosen), None)
        case ConversationSelectElement():
            element.initial_conversation = entered.get("selected_conversation")


def shown_in(view: View, fields: Sequence[str]) -> list[str]:
    """What those fields are filled with, as mrkdwn."""
    return [
        f"{escape(block.label.text)}: *{_shown(block.element)}*"
        for block in view.blocks or ()
        if isinstance(block, InputBlock) and block.block_id in fields and block.label is not None
    ]


def _shown(element: object) -> str:
    match element:
        case PlainTextInputElement(initial_value=str(text)):
            return escape(limits.cut(" ".join(text.split()), _SHOWN))
        case CheckboxesElement(initial_options=[_, *_]):
            return "✓"
        case StaticSelectElement(initial_option=Option(text=text)):
            return escape(str(text))
        case ConversationSelectElement(initial_conversation=str(channel)):
            return f"<#{channel}>"
        case _:
            return "–"


def with_notice(view: View, text: str) -> View:
    """`text` is mrkdwn."""
    view.blocks = [notice(text), *(view.blocks or ())]
    return view
