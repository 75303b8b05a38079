"""What each component of each page shows now, by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from slack_sdk.models.blocks import Block, SectionBlock

from bot.blocks import limits
from bot.blocks.leaves import leaves, turner
from bot.blocks.marks import COMPONENT_MARK
from bot.blocks.message import Message
from bot.blocks.mrkdwn import escape
from bot.blocks.notices import NO_PAGE, sentence
from bot.domain.state import PageState
from bot.domain.texts import say
from bot.domain.wording import COMPONENT_STATUS


def component_list(pages: Sequence[PageState], *, leaf: int) -> Message:
    """A leaf out of range gives the nearest one."""
    if not pages:
        return sentence(say(NO_PAGE))
    packed = leaves([texts for page in pages for texts in _page(page)])
    leaf = min(max(leaf, 1), len(packed))
    blocks: list[Block] = [SectionBlock(text=text) for text in packed[leaf - 1]]
    return Message(
        text=say("Components"),
        blocks=[*blocks, *turner("components", leaf=leaf, leaves=len(packed), back=say("Previous"), on=say("Next"))],
    )


def _page(state: PageState) -> Iterator[list[str]]:
    yield [f"*{escape(state.page.name)}*: {state.headline.text}"]
    if not state.catalogue.live:
        yield [say("This page has no components. `stormlamp component create` adds them.")]
    statuses = state.statuses
    for group, shelves in groupby(state.catalogue.shelves, key=lambda shelf: shelf.group):
        lines = [] if group is None else [f"*{escape(group.name)}*"]
        for component in (component for shelf in shelves for component in shelf.components):
            status = statuses[component.id]
            lines.append(f"{COMPONENT_MARK[status]} {escape(component.name)}: {say(COMPONENT_STATUS[status])}")
        text = "\n".join(lines)
        for piece in limits.split_escaped(text, total=len(text)):
            yield [piece]
