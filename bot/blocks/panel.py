"""What `/incident` alone shows: the open incidents that this channel means, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, ContextBlock, MarkdownTextObject, SectionBlock

from bot.blocks import limits
from bot.blocks.buttons import declare_button, incident_button
from bot.blocks.ids import Form
from bot.blocks.incident_lines import in_a_line
from bot.blocks.message import Message
from bot.domain.state import Found
from bot.domain.texts import later, say

_SHOWN = 10
_HELP = later(
    "`/incident new Title` declares one · `/incident list` shows all open ones · `/incident help` explains the rest"
)


def panel(found: Sequence[Found], *, now: datetime) -> Message:
    blocks: list[Block] = []
    if not found:
        blocks.append(SectionBlock(text=say("✅ No incident is open here.")))
    for each in found[:_SHOWN]:
        blocks.append(SectionBlock(text=limits.cut_escaped(in_a_line(each.incident, now=now), limits.SECTION_TEXT)))
        blocks.append(
            ActionsBlock(
                elements=[
                    incident_button(Form.UPDATE, say("Update"), each.incident),
                    incident_button(Form.RESOLVE, say("Resolve"), each.incident),
                ]
            )
        )
    if len(found) > _SHOWN:
        blocks.append(SectionBlock(text=say("…and {count} more: `/incident list`", count=len(found) - _SHOWN)))
    blocks.append(ActionsBlock(elements=[declare_button()]))
    blocks.append(ContextBlock(elements=[MarkdownTextObject(text=say(_HELP))]))
    return Message(text=say("Open incidents") if found else say("No incident is open here."), blocks=blocks)
