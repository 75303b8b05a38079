"""Where the public looks."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, SectionBlock

from bot.blocks.message import Message
from bot.blocks.mrkdwn import link
from bot.blocks.notices import NO_PAGE, sentence
from bot.domain.state import PageState

_SHOWN = 40


def page_links(pages: Sequence[tuple[PageState, str]]) -> Message:
    """Pages with their public addresses."""
    if not pages:
        return sentence(NO_PAGE)
    blocks: list[Block] = [
        SectionBlock(text=f"*{link(url, state.page.name)}*: {state.headline.text}\n{link(url, url)}")
        for state, url in pages[:_SHOWN]
    ]
    if len(pages) > _SHOWN:
        blocks.append(SectionBlock(text=f"…and {len(pages) - _SHOWN} more: `stormlamp page list`"))
    return Message(text="Status pages", blocks=blocks)
