"""Where the public looks."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, SectionBlock

from bot.blocks.leaves import leaves
from bot.blocks.message import Message
from bot.blocks.mrkdwn import link
from bot.blocks.notices import NO_PAGE, sentence
from bot.domain.state import PageState
from bot.domain.texts import say


def page_links(pages: Sequence[tuple[PageState, str]]) -> Message:
    """Pages with their public addresses."""
    if not pages:
        return sentence(say(NO_PAGE))
    lines = [f"*{link(url, state.page.name)}*: {state.headline.text}\n{link(url, url)}" for state, url in pages]
    shown = leaves([[line] for line in lines])[0]
    blocks: list[Block] = [SectionBlock(text=line) for line in shown]
    if len(lines) > len(shown):
        blocks.append(SectionBlock(text=say("…and {count} more: `stormlamp page list`", count=len(lines) - len(shown))))
    return Message(text=say("Status pages"), blocks=blocks)
