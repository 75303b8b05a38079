"""An incident's one message in a channel: how things stand, and what can be done."""

from __future__ import annotations

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)

from bot.blocks import limits
from bot.blocks.ids import AnnouncementAction
from bot.blocks.incident_lines import secrecy
from bot.blocks.marks import COMPONENT_MARK, mark
from bot.blocks.message import Message
from bot.blocks.mrkdwn import date, escape, from_markdown
from bot.domain.incident import Incident
from bot.domain.state import Found
from bot.domain.wording import COMPONENT_STATUS, IMPACT, INCIDENT_STATUS, duration

_COMPONENTS_SHOWN = 10


def announcement(found: Found, *, permalink: str) -> Message:
    """`permalink` is the incident's address on the public page."""
    incident = found.incident
    status = INCIDENT_STATUS[incident.status]
    return Message(
        text=limits.cut_escaped(
            f"{incident.reference} {escape(incident.title)} – {status}: {escape(incident.last_update.message)}",
            limits.FALLBACK_TEXT,
        ),
        blocks=[
            HeaderBlock(text=limits.cut(f"{mark(incident)} {incident.title}", limits.HEADER_TEXT)),
            SectionBlock(text=limits.cut_escaped(_state(found), limits.SECTION_TEXT)),
            SectionBlock(
                text=limits.cut_escaped(from_markdown(incident.last_update.message), limits.SECTION_TEXT),
                expand=True,
            ),
            ContextBlock(elements=[MarkdownTextObject(text=_times(incident))]),
            *_buttons(incident, permalink),
        ],
    )


def _buttons(incident: Incident, permalink: str) -> list[Block]:
    """None for a cancelled one: nothing can be done about it."""
    if incident.cancellation is not None:
        return []
    number = str(incident.number)
    update = ButtonElement(
        text="Post update",
        action_id=AnnouncementAction.POST_UPDATE,
        value=number,
        style="primary" if incident.is_open and incident.is_public else None,
    )
    resolve = ButtonElement(text="Resolve", action_id=AnnouncementAction.RESOLVE, value=number)
    publish = ButtonElement(text="Publish", action_id=AnnouncementAction.PUBLISH, value=number, style="primary")
    lead = ButtonElement(text="Take the lead", action_id=AnnouncementAction.TAKE_LEAD, value=number)
    view = ButtonElement(text="View on status page", action_id=AnnouncementAction.VIEW_PAGE, url=permalink)
    return [
        ActionsBlock(
            block_id=f"announcement:{number}",
            elements=[
                *([publish] if incident.is_internal else []),
                update,
                *([resolve] if incident.is_open else []),
                *([] if incident.is_internal else [view]),
                *([lead] if incident.is_open and incident.lead_slack_id is None else []),
            ],
        )
    ]


def _state(found: Found) -> str:
    incident = found.incident
    lines = [
        f"*{incident.reference}* · *{INCIDENT_STATUS[incident.status]}* · "
        f"{IMPACT[incident.impact]} impact · {escape(found.page.name)}"
    ]
    lines.extend(secrecy(incident))
    if incident.lead_slack_id is not None:
        lines.append(f"Lead: <@{incident.lead_slack_id}>")
    if found.dedicated is not None and found.dedicated.is_in_use and not found.dedicated.is_private:
        lines.append(f"Channel: <#{found.dedicated.channel}>")
    if incident.is_page_wide:
        lines.append("Concerns the whole page: no single component is named.")
    shown = list(incident.components.items())[:_COMPONENTS_SHOWN]
    lines.extend(
        f"{COMPONENT_MARK[status]} {escape(found.catalogue.name(id))}: {COMPONENT_STATUS[status]}"
        for id, status in shown
    )
    if len(incident.components) > len(shown):
        lines.append(f"… and {len(incident.components) - len(shown)} more components")
    return "\n".join(lines)


def _times(incident: Incident) -> str:
    since = f"Declared {date(incident.created_at)}"
    if incident.duration is not None and incident.resolved_at is not None:
        return f"{since} · Resolved {date(incident.resolved_at)}, after {duration(incident.duration)}"
    promised = "" if incident.next_update_at is None else f" · Next update by {date(incident.next_update_at, '{time}')}"
    return f"{since} · Last update {date(incident.updated_at)}{promised}"
