"""A form that was sent before with other content: what stands, and what was typed besides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, SectionBlock
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.ids import KEPT, field_of
from bot.blocks.incident_lines import standing
from bot.blocks.message import Message
from bot.blocks.mrkdwn import escape
from bot.blocks.notices import notice_view
from bot.domain.state import Found
from bot.domain.texts import say

_KEPT_TEXT = 20_000  # characters: beside a form, of which a view holds a quarter of a megabyte


def with_correction(view: View, reference: str, rest: Sequence[str]) -> View:
    """The same view, which has what differs. `rest` is what was typed and that view has no field for, as plain text."""
    notice = say(
        "This form was sent already, with another text, and *{reference}* has that. "
        "Nothing of what you see below is published yet: send it as a correction, or close the form.",
        reference=reference,
    )
    besides = say("This form has no field for what you typed besides:\n{typed}", typed=escape("\n".join(rest)))
    view.blocks = [form_fields.notice(notice), *(_kept(besides) if rest else []), *(view.blocks or ())]
    return view


def what_stands(found: Found, typed: Sequence[str]) -> View:
    """In the place of a form: nothing that was `typed` can be sent any more."""
    notice = say(
        "This form was sent already, with another text, and *{reference}* has that. "
        "What you changed since is not saved, and no form can change it there any more.",
        reference=found.incident.reference,
    )
    given_back = say("What you typed:\n{typed}", typed=escape("\n".join(typed)))
    blocks = [form_fields.notice(notice), SectionBlock(text=standing(found)), *(_kept(given_back) if typed else [])]
    return notice_view(Message(text=notice, blocks=blocks))


def still_kept(view: View, blocks: Iterable[dict[str, Any]]) -> View:
    """The view in the place of one with these blocks: what that one kept for its responder is not lost."""
    kept = [Block.parse(each) for each in blocks if field_of(each.get("block_id", ""))[0] == KEPT]
    view.blocks = [*(each for each in kept if each is not None), *(view.blocks or ())]
    return view


def _kept(text: str) -> list[Block]:
    return [
        SectionBlock(text=piece, block_id=f"{KEPT}:{number}", expand=True)
        for number, piece in enumerate(limits.split_escaped(text, total=_KEPT_TEXT))
    ]
