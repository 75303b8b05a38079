"""What the lists for admins are made of."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.form_fields import notice as notice_block
from bot.blocks.ids import AdminAction, AdminChoice, AdminView
from bot.blocks.mrkdwn import escape
from bot.domain.texts import later, say

_ROWS = 40
_LABELS = {
    AdminChoice.COMPONENTS: later("Components"),
    AdminChoice.SETTINGS: later("Settings"),
    AdminChoice.LOOK: later("Look and uptime"),
    AdminChoice.PAGE_UP: later("Move up"),
    AdminChoice.PAGE_DOWN: later("Move down"),
    AdminChoice.EDIT: later("Edit"),
    AdminChoice.RENAME: later("Rename"),
    AdminChoice.UP: later("Move up"),
    AdminChoice.DOWN: later("Move down"),
    AdminChoice.RETIRE: later("Remove"),
    AdminChoice.DISSOLVE: later("Dissolve"),
    AdminChoice.EDIT_MESSAGE: later("Edit"),
    AdminChoice.REMOVE_MESSAGE: later("Remove"),
}


def row(text: str, choices: Sequence[AdminChoice], id: str) -> Block:
    return SectionBlock(
        text=limits.cut_escaped(text, limits.SECTION_TEXT),
        accessory=OverflowMenuElement(
            action_id=AdminAction.MENU,
            options=[Option(text=say(_LABELS[choice]), value=f"{choice}:{id}") for choice in choices],
        ),
    )


def admin_list(
    kind: AdminView,
    title: str,
    rows: Sequence[Block],
    buttons: Sequence[ButtonElement],
    memory: AdminMemory,
    *,
    notice: str | None,
    remark: str,
) -> View:
    leaves = max(1, -(-len(rows) // _ROWS))
    leaf = min(max(memory.leaf, 1), leaves)
    return View(
        type="modal",
        callback_id=kind,
        title=title,
        close=say("Close"),
        private_metadata=memory.model_copy(update={"leaf": leaf}).metadata(),
        blocks=[
            *([] if notice is None else [notice_block(escape(notice))]),
            ActionsBlock(elements=list(buttons)),
            *rows[(leaf - 1) * _ROWS : leaf * _ROWS],
            *_turner(leaf, leaves),
            ContextBlock(elements=[MarkdownTextObject(text=remark)]),
        ],
    )


def _turner(leaf: int, leaves: int) -> list[Block]:
    if leaves == 1:
        return []
    buttons = []
    if leaf > 1:
        buttons.append(ButtonElement(text=say("← Previous"), action_id=AdminAction.TURN_BACK, value=str(leaf - 1)))
    if leaf < leaves:
        buttons.append(ButtonElement(text=say("Next →"), action_id=AdminAction.TURN_ON, value=str(leaf + 1)))
    return [
        ContextBlock(elements=[MarkdownTextObject(text=say("{leaf} of {leaves}", leaf=leaf, leaves=leaves))]),
        ActionsBlock(elements=buttons),
    ]
