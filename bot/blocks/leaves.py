"""Long lists in leaves that fit a message each, and the buttons that turn them."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ContextBlock, MarkdownTextObject

from bot.blocks.buttons import run_command
from bot.blocks.ids import RunCommand
from bot.domain.texts import say

_BLOCKS = 38  # the rest of a message's 50 is for what stands around the list
_TEXT = 7_500  # the rest of a message's characters, likewise


def leaves(items: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The items' texts, a section each, packed in their order; an item is never divided. At least one leaf."""
    packed: list[list[str]] = [[]]
    for item in items:
        size = sum(map(len, packed[-1])) + sum(map(len, item))
        if packed[-1] and (size > _TEXT or len(packed[-1]) + len(item) > _BLOCKS):
            packed.append([])
        packed[-1].extend(item)
    return packed


def turner(command: str, *, leaf: int, leaves: int, back: str | None = None, on: str | None = None) -> list[Block]:
    """`command` with a leaf's number behind it shows that leaf. None where there is only one."""
    if leaves == 1:
        return []
    buttons = []
    if leaf > 1:
        buttons.append(run_command(f"← {back or say('Newer')}", f"{command} {leaf - 1}", action=RunCommand.NEWER))
    if leaf < leaves:
        buttons.append(run_command(f"{on or say('Older')} →", f"{command} {leaf + 1}", action=RunCommand.OLDER))
    return [
        ContextBlock(elements=[MarkdownTextObject(text=say("{leaf} of {leaves}", leaf=leaf, leaves=leaves))]),
        ActionsBlock(elements=buttons),
    ]
