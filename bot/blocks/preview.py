"""What the page will show, before the public reads it: headline and components before and after, the text, advice."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.ids import FormAction
from bot.blocks.incident_lines import shortened
from bot.blocks.marks import COMPONENT_MARK, STATUS_MARK
from bot.blocks.mrkdwn import date, escape, from_markdown
from bot.domain.prospect import Prospect
from bot.domain.public_words import PrivateWord
from bot.domain.wording import COMPONENT_STATUS, INCIDENT_STATUS

_PRIVATE_SHOWN = 8
_INTERNAL = "🔒 Internal: the public would see nothing of it."


def preview_button() -> Block:
    return ActionsBlock(elements=[ButtonElement(text="Preview", action_id=FormAction.PREVIEW)])


def with_preview(
    view: View, prospect: Prospect, *, message: str, private: Sequence[PrivateWord], advice: Sequence[str]
) -> View:
    """The same view with the preview at its end. `message` is Markdown, and may be empty yet.

    What is `private` in it will be asked about; `advice` is plain.
    """
    public = [_headlines(prospect), *_changes(prospect)] if prospect.incident.is_public else [_INTERNAL]
    shown = limits.cut_escaped("\n".join(["*Preview*", *public]), limits.SECTION_TEXT)
    blocks: list[Block] = [DividerBlock(), SectionBlock(text=shown)]
    if message.strip():
        blocks.extend(SectionBlock(text=piece, expand=True) for piece in limits.split_escaped(_text(prospect, message)))
    aside = [f"⚠️ {each.sentence}" for each in private[:_PRIVATE_SHOWN]] + [f"💡 {each}" for each in advice]
    if aside:
        said = limits.cut_escaped("\n".join(map(escape, aside)), limits.SECTION_TEXT)
        blocks.append(ContextBlock(elements=[MarkdownTextObject(text=said)]))
    view.blocks = [*(view.blocks or ()), *blocks][: limits.VIEW_BLOCKS]
    return view


def _headlines(prospect: Prospect) -> str:
    now, then = prospect.headlines
    if now == then:
        return f"The page's headline stays *{escape(now.text)}*"
    return f"The page's headline: {escape(now.text)} → *{escape(then.text)}*"


def _changes(prospect: Prospect) -> list[str]:
    lines = [
        f"{COMPONENT_MARK[then]} {escape(prospect.catalogue.name(id))}: "
        f"{COMPONENT_STATUS[now]} → *{COMPONENT_STATUS[then]}*"
        for id, (now, then) in prospect.changes.items()
    ]
    return shortened(lines) or ["No component changes."]


def _text(prospect: Prospect, message: str) -> str:
    incident = prospect.incident
    lines = [
        f"{STATUS_MARK[incident.status]} *{INCIDENT_STATUS[incident.status]}* – {escape(incident.title)}",
        from_markdown(message),
    ]
    if incident.next_update_at is not None:
        lines.append(f"_Next update by {date(incident.next_update_at, '{time}')}_")
    return "\n".join(lines)
