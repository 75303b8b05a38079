"""What the page will show, before the public reads it: headline and components before and after, the text, advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from bot.domain.incident import Incident, IncidentStatus
from bot.domain.prospect import Prospect
from bot.domain.public_words import PrivateWord
from bot.domain.texts import later, say
from bot.domain.wording import COMPONENT_STATUS, INCIDENT_STATUS

_PRIVATE_SHOWN = 8
INTERNAL = later("🔒 Internal: the public would see nothing of it.")


def preview_button() -> Block:
    return ActionsBlock(elements=[ButtonElement(text=say("Preview"), action_id=FormAction.PREVIEW)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`lines` say what changes, `text` is what the public would read, empty where that is nothing: both mrkdwn.

    `advice` is plain. Private words are looked for only in what `is_public`.
    """

    lines: Sequence[str]
    text: str = ""
    advice: Sequence[str] = ()
    is_public: bool = True


def preview_of(prospect: Prospect, *, message: str, advice: Sequence[str]) -> Preview:
    """`message` is Markdown, and may be empty yet."""
    is_public = prospect.incident.is_public
    return Preview(
        lines=what_changes(prospect) if is_public else [say(INTERNAL)],
        text=_text(prospect.incident, message) if message.strip() else "",
        advice=advice,
        is_public=is_public,
    )


def refused_preview(sentence: str) -> Preview:
    """Of a form that could not be sent as it is; the sentence is plain."""
    return Preview(lines=[f"⚠️ {escape(sentence)}"])


def with_preview(view: View, preview: Preview, *, private: Sequence[PrivateWord]) -> View:
    """The same view with the preview at its end. What is `private` in it will be asked about."""
    shown = limits.cut_escaped("\n".join([say("*Preview*"), *preview.lines]), limits.SECTION_TEXT)
    blocks: list[Block] = [DividerBlock(), SectionBlock(text=shown)]
    if preview.text:
        blocks.extend(SectionBlock(text=piece, expand=True) for piece in limits.split_escaped(preview.text))
    aside = [f"⚠️ {each.sentence}" for each in private[:_PRIVATE_SHOWN]] + [f"💡 {each}" for each in preview.advice]
    if aside:
        said = limits.cut_escaped("\n".join(map(escape, aside)), limits.SECTION_TEXT)
        blocks.append(ContextBlock(elements=[MarkdownTextObject(text=said)]))
    view.blocks = [*(view.blocks or ()), *blocks][: limits.VIEW_BLOCKS]
    return view


def what_changes(prospect: Prospect) -> list[str]:
    return [_headlines(prospect), *_changes(prospect)]


def _headlines(prospect: Prospect) -> str:
    now, then = prospect.headlines
    if now == then:
        return say("The page's headline stays *{text}*", text=escape(now.text))
    return say("The page's headline: {now} → *{then}*", now=escape(now.text), then=escape(then.text))


def _changes(prospect: Prospect) -> list[str]:
    lines = [
        f"{COMPONENT_MARK[then]} {escape(prospect.catalogue.name(id))}: "
        f"{say(COMPONENT_STATUS[now])} → *{say(COMPONENT_STATUS[then])}*"
        for id, (now, then) in prospect.changes.items()
    ]
    return shortened(lines) or [say("No component changes.")]


def said(status: IncidentStatus, title: str, message: str) -> str:
    """An update as the public reads it; `message` is Markdown."""
    headline = f"{STATUS_MARK[status]} *{say(INCIDENT_STATUS[status])}* – {escape(title)}"
    return f"{headline}\n{from_markdown(message)}"


def _text(incident: Incident, message: str) -> str:
    text = said(incident.status, incident.title, message)
    if incident.next_update_at is None:
        return text
    promise = say("Next update by {time}", time=date(incident.next_update_at, "{time}"))
    return f"{text}\n_{promise}_"
