"""The question whether words that look private are meant for the public, put into the form that holds them."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, CheckboxesElement, InputBlock, Option
from slack_sdk.models.views import View

from bot.blocks import form_fields
from bot.blocks.form_memory import remember
from bot.blocks.ids import Field, block_id, field_of
from bot.blocks.mrkdwn import escape
from bot.domain.texts import say

_TEXTS = {Field.TITLE, Field.MESSAGE, Field.RESOLUTION}
_SHOWN = 8


def with_words_box(view: View, sentences: Sequence[str], *, words: str, ticked: bool) -> View:
    """The same view, asking above its first text. `words` tells the texts that it is about: others are asked anew."""
    blocks = list(view.blocks or ())
    at = next((number for number, block in enumerate(blocks) if _is_text(block)), len(blocks))
    lines = [f"• {escape(each)}" for each in sentences[:_SHOWN]]
    if len(sentences) > _SHOWN:
        lines.append(say("… and {count} more", count=len(sentences) - _SHOWN))
    notice = form_fields.notice("\n".join([say("*Not published yet: is this meant for the public?*"), *lines]))
    view.blocks = [*blocks[:at], notice, _box(words, ticked=ticked), *blocks[at:]]
    return remember(view, words=words)


def _is_text(block: Block) -> bool:
    return field_of(block.block_id or "")[0] in _TEXTS


def _box(words: str, *, ticked: bool) -> Block:
    yes = Option(value="yes", text=say("Publish it as it is"))
    return InputBlock(
        block_id=block_id(Field.AS_IS, words),
        label=say("Private words"),
        hint=say("Take them out below, or tick this and send the form again."),
        optional=True,
        element=CheckboxesElement(action_id=Field.AS_IS, options=[yes], initial_options=[yes] if ticked else None),
    )
