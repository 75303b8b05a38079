"""What the forms for admins are made of."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, CheckboxesElement, InputBlock, Option, PlainTextInputElement
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminField, AdminView
from bot.domain.texts import say


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
