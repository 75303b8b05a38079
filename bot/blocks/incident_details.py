"""An incident with all its updates."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, Block, SectionBlock

from bot.blocks import limits
from bot.blocks.buttons import incident_button, open_link
from bot.blocks.ids import Form
from bot.blocks.incident_lines import standing
from bot.blocks.leaves import leaves, turner
from bot.blocks.marks import STATUS_MARK
from bot.blocks.message import Message
from bot.blocks.mrkdwn import date, escape, from_markdown
from bot.domain.incident import Incident, Update
from bot.domain.state import Found
from bot.domain.texts import say
from bot.domain.wording import INCIDENT_STATUS

_UPDATE_TEXT = 6_000  # a message is shorter; escaping can make it longer


def incident_details(found: Found, *, permalink: str, leaf: int) -> Message:
    """Newest update first. A leaf out of range gives the nearest one."""
    incident = found.incident
    packed = leaves([_update(update) for update in reversed(incident.updates)])
    leaf = min(max(leaf, 1), len(packed))
    blocks: list[Block] = [
        SectionBlock(text=standing(found)),
        *(SectionBlock(text=text, expand=True) for text in packed[leaf - 1]),
        *turner(f"show {incident.reference}", leaf=leaf, leaves=len(packed)),
        *_buttons(incident, permalink),
    ]
    return Message(
        text=limits.cut_escaped(f"{incident.reference} {escape(incident.title)}", limits.FALLBACK_TEXT), blocks=blocks
    )


def _buttons(incident: Incident, permalink: str) -> list[Block]:
    if incident.cancellation is not None:
        return []
    last = (
        incident_button(Form.RESOLVE, say("Resolve"), incident)
        if incident.is_open
        else incident_button(Form.REOPEN, say("Reopen"), incident)
    )
    page = (
        incident_button(Form.PUBLISH, say("Publish"), incident)
        if incident.is_internal
        else open_link(say("View on status page"), permalink)
    )
    return [ActionsBlock(elements=[incident_button(Form.UPDATE, say("Update"), incident), last, page])]


def _update(update: Update) -> list[str]:
    head = (
        f"{STATUS_MARK[update.status]} *{say(INCIDENT_STATUS[update.status])}* · {date(update.created_at)} · "
        f"{escape(update.author.name)}{_marks(update)}"
    )
    first, *rest = limits.split_escaped(
        f"{head}\n{from_markdown(update.message)}", limits.SECTION_TEXT, total=_UPDATE_TEXT
    )
    return [first, *rest]


def _marks(update: Update) -> str:
    marks = [
        *([say("🔒 internal")] if update.is_internal else []),
        *([say("corrected")] if update.corrections and not update.is_withdrawn else []),
    ]
    return "".join(f" · {mark}" for mark in marks)
