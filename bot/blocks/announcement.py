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
from bot.domain.texts import say
from bot.domain.wording import COMPONENT_STATUS, IMPACT, INCIDENT_STATUS, duration

_COMPONENTS_SHOWN = 10


def announcement(found: Found, *, permalink: str) -> Message:
    """`permalink` is the incident's address on the public page."""
    incident = found.incident
    status = say(INCIDENT_STATUS[incident.status])
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
        text=say("Post update"),
        action_id=AnnouncementAction.POST_UPDATE,
        value=number,
        style="primary" if incident.is_open and incident.is_public else None,
    )
    resolve = ButtonElement(text=say("Resolve"), action_id=AnnouncementAction.RESOLVE, value=number)
    publish = ButtonElement(text=say("Publish"), action_id=AnnouncementAction.PUBLISH, value=number, style="primary")
    lead = ButtonElement(text=say("Take the lead"), action_id=AnnouncementAction.TAKE_LEAD, value=number)
    view = ButtonElement(text=say("View on status page"), action_id=AnnouncementAction.VIEW_PAGE, url=permalink)
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
        say(
            "*{reference}* · *{status}* · {impact} impact · {page}",
            reference=incident.reference,
            status=say(INCIDENT_STATUS[incident.status]),
            impact=say(IMPACT[incident.impact]),
            page=escape(found.page.name),
        )
    ]
    lines.extend(secrecy(incident))
    if incident.lead_slack_id is not None:
        lines.append(say("Lead: <@{lead_slack_id}>", lead_slack_id=incident.lead_slack_id))
    if found.dedicated is not None and found.dedicated.is_in_use and not found.dedicated.is_private:
        lines.append(say("Channel: <#{channel}>", channel=found.dedicated.channel))
    if incident.is_page_wide:
        lines.append(say("Concerns the whole page: no single component is named."))
    shown = list(incident.components.items())[:_COMPONENTS_SHOWN]
    lines.extend(
        f"{COMPONENT_MARK[status]} {escape(found.catalogue.name(id))}: {say(COMPONENT_STATUS[status])}"
        for id, status in shown
    )
    if len(incident.components) > len(shown):
        lines.append(say("… and {count} more components", count=len(incident.components) - len(shown)))
    return "\n".join(lines)


def _times(incident: Incident) -> str:
    since = say("Declared {created_at}", created_at=date(incident.created_at))
    if incident.duration is not None and incident.resolved_at is not None:
        return say(
            "{since} · Resolved {resolved_at}, after {duration}",
            since=since,
            resolved_at=date(incident.resolved_at),
            duration=duration(incident.duration),
        )
    promised = (
        ""
        if incident.next_update_at is None
        else say(" · Next update by {next_update_at}", next_update_at=date(incident.next_update_at, "{time}"))
    )
    return say(
        "{since} · Last update {updated_at}{promised}",
        since=since,
        updated_at=date(incident.updated_at),
        promised=promised,
    )
