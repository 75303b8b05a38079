"""An incident's one message in a channel: how things stand, and what can be done."""

from __future__ import annotations

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)

from bot.blocks import limits
from bot.blocks.ids import AnnouncementAction
from bot.blocks.marks import COMPONENT_MARK, STATUS_MARK
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
            HeaderBlock(text=limits.cut(f"{STATUS_MARK[incident.status]} {incident.title}", limits.HEADER_TEXT)),
            SectionBlock(text=limits.cut_escaped(_state(found), limits.SECTION_TEXT)),
            SectionBlock(
                text=limits.cut_escaped(from_markdown(incident.last_update.message), limits.SECTION_TEXT),
                expand=True,
            ),
            ContextBlock(elements=[MarkdownTextObject(text=_times(incident))]),
            ActionsBlock(
                block_id=f"announcement:{incident.number}",
                elements=[
                    ButtonElement(
                        text="Post update",
                        action_id=AnnouncementAction.POST_UPDATE,
                        value=str(incident.number),
                        style="primary" if incident.is_open else None,
                    ),
                    *(
                        [
                            ButtonElement(
                                text="Resolve", action_id=AnnouncementAction.RESOLVE, value=str(incident.number)
                            )
                        ]
                        if incident.is_open
                        else []
                    ),
                    ButtonElement(text="View on status page", action_id=AnnouncementAction.VIEW_PAGE, url=permalink),
                ],
            ),
        ],
    )


def _state(found: Found) -> str:
    incident = found.incident
    lines = [
        f"*{incident.reference}* · *{INCIDENT_STATUS[incident.status]}* · "
        f"{IMPACT[incident.impact]} impact · {escape(found.page.name)}"
    ]
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
    return f"{since} · Last update {date(incident.updated_at)}"
