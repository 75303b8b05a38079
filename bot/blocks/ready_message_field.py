"""The select of ready-made messages, and the message that it has filled in."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, InputBlock, StaticSelectElement
from slack_sdk.models.views import View

from bot.blocks.choices import option
from bot.blocks.form_memory import FormMemory
from bot.blocks.ids import Field, Form, block_id, field_of
from bot.domain.ready_message import MOST, ReadyMessage
from bot.domain.texts import say

#: The forms that it is offered in.
OFFERED = (Form.DECLARE, Form.UPDATE, Form.RESOLVE, Form.REOPEN, Form.PUBLISH)


def with_ready_messages(view: View, messages: Sequence[ReadyMessage]) -> View:
    """The same view, with the select above its message. What it remembers says which is chosen, and how many were."""
    memory = FormMemory.model_validate_json(view.private_metadata or "{}")
    blocks: list[Block] = []
    for block in view.blocks or ():
        if field_of(block.block_id or "")[0] == Field.MESSAGE:
            if messages:
                blocks.append(_select(messages[:MOST], memory.ready, scope=str(memory.page)))
            if memory.fillings:
                # Slack would keep what was typed in a field of the same id.
                block.block_id = block_id(Field.MESSAGE, str(memory.fillings))
        blocks.append(block)
    view.blocks = blocks
    return view


def _select(messages: Sequence[ReadyMessage], chosen: int | None, *, scope: str) -> Block:
    options = {each.id: option(each.name, str(each.id)) for each in messages}
    return InputBlock(
        block_id=block_id(Field.READY_MESSAGE, scope),
        label=say("Ready-made message"),
        hint=say("It fills in the message below, to be changed as you like. What you have typed stays above it."),
        optional=True,
        dispatch_action=True,
        element=StaticSelectElement(
            action_id=Field.READY_MESSAGE,
            placeholder=say("Begin with…"),
            options=list(options.values()),
            initial_option=None if chosen is None else options.get(chosen),
        ),
    )
