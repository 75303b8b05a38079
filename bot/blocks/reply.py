"""An update in the announcement's thread, and what it says about the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject, SectionBlock

from bot.blocks import limits
from bot.blocks.marks import STATUS_MARK
from bot.blocks.message import Message
from bot.blocks.mrkdwn import date, escape, from_markdown, link
from bot.domain.incident import Author, Incident, IncidentStatus, Update
from bot.domain.texts import later, say
from bot.domain.wording import INCIDENT_STATUS, duration

_INTERNAL = later("🔒 Internal: the public does not see this")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPage:
    """How far the page is with an update: since when every target has it, or None, and which targets fail."""

    since: datetime | None
    failing: tuple[str, ...] = ()


def reply(incident: Incident, update: Update, *, permalink: str, on_page: OnPage) -> Message:
    """`permalink` is the incident's address on the public page."""
    status = say(INCIDENT_STATUS[update.status])
    headline = f"{STATUS_MARK[update.status]} *{status}* – {incident.reference} {escape(incident.title)}"
    if update.status is IncidentStatus.RESOLVED and incident.duration is not None:
        headline += say(" – after {duration}", duration=duration(incident.duration))
    blocks: list[Block] = [SectionBlock(text=headline)]
    blocks.extend(
        SectionBlock(text=piece, expand=True) for piece in limits.split_escaped(from_markdown(update.message))
    )
    blocks.append(
        ContextBlock(
            elements=[
                MarkdownTextObject(text=f"{_author(update.author)} · {date(update.created_at)}"),
                *_changed(update),
                MarkdownTextObject(text=say(_INTERNAL) if update.is_internal else _page_line(on_page, permalink)),
            ]
        )
    )
    return Message(text=limits.cut_escaped(f"{status}: {escape(update.message)}", limits.FALLBACK_TEXT), blocks=blocks)


def _changed(update: Update) -> list[MarkdownTextObject]:
    if not update.corrections:
        return []
    last = update.corrections[-1]
    text = later("withdrawn by {author}, {at}") if update.is_withdrawn else later("corrected by {author}, {at}")
    return [MarkdownTextObject(text=say(text, author=_author(last.author), at=date(last.at)))]


def _author(author: Author) -> str:
    # A mention in a context block of a bot's message would notify its author: the name alone does not.
    return escape(author.name)


def _page_line(on_page: OnPage, permalink: str) -> str:
    if on_page.since is not None:
        return f"{link(permalink, say('On the page'))} {date(on_page.since, '{time_secs}')}"
    if not on_page.failing:
        return say("Publishing…")
    failing = ", ".join(escape(target) for target in on_page.failing)
    return say("⚠️ Not yet everywhere: {failing} does not take the page. Stormlamp keeps trying.", failing=failing)
