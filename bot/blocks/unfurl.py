"""What stands below a link to a page or an incident: how that stands now, and nothing that the public may not read."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject, SectionBlock

from bot.blocks import limits
from bot.blocks.incident_lines import component_lines
from bot.blocks.marks import mark
from bot.blocks.mrkdwn import date, escape, from_markdown, link
from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentStatus
from bot.domain.state import Found, PageState
from bot.domain.texts import say
from bot.domain.wording import IMPACT, INCIDENT_STATUS, duration

_INCIDENTS_SHOWN = 5


def incident_unfurl(found: Found, *, permalink: str) -> list[Block]:
    """The incident as the public knows it."""
    incident = found.incident
    lines = [
        f"{mark(incident)} *{link(permalink, incident.title)}*",
        say(
            "*{status}* · {impact} impact · {page}",
            status=say(INCIDENT_STATUS[incident.status]),
            impact=say(IMPACT[incident.impact]),
            page=escape(found.page.name),
        ),
        *component_lines(found.catalogue, incident.components),
    ]
    when = say("Last update {updated_at}", updated_at=date(incident.updated_at))
    if incident.duration is not None and incident.resolved_at is not None:
        when = say(
            "Resolved {resolved_at}, after {duration}",
            resolved_at=date(incident.resolved_at),
            duration=duration(incident.duration),
        )
    message = limits.cut_escaped(from_markdown(incident.last_update.message), limits.SECTION_TEXT)
    return [
        SectionBlock(text=limits.cut_escaped("\n".join(lines), limits.SECTION_TEXT)),
        SectionBlock(text=message),
        ContextBlock(elements=[MarkdownTextObject(text=when)]),
    ]


def page_unfurl(state: PageState, *, url: str) -> list[Block]:
    """The headline, the open incidents and the components that are not operational."""
    public = [incident for incident in state.open_incidents if incident.is_public]
    lines = [f"*{link(url, state.page.name)}*: {escape(state.headline.text)}"]
    lines.extend(
        f"{mark(each)} {link(f'{url}/incidents/{each.id}', each.title)} – {say(INCIDENT_STATUS[each.status])}"
        for each in public[:_INCIDENTS_SHOWN]
    )
    if len(public) > _INCIDENTS_SHOWN:
        lines.append(say("… and {count} more incidents", count=len(public) - _INCIDENTS_SHOWN))
    lines.extend(_not_operational(state.catalogue, state))
    return [SectionBlock(text=limits.cut_escaped("\n".join(lines), limits.SECTION_TEXT))]


def _not_operational(catalogue: Catalogue, state: PageState) -> list[str]:
    statuses = {id: status for id, status in state.statuses.items() if status is not ComponentStatus.OPERATIONAL}
    return component_lines(catalogue, statuses)
