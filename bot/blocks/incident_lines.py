"""An incident in a line or a few, as forms and lists name it. All mrkdwn, escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.blocks import limits
from bot.blocks.marks import COMPONENT_MARK, mark
from bot.blocks.mrkdwn import date, escape, from_markdown
from bot.domain.catalogue import Catalogue
from bot.domain.incident import ComponentStatuses, Incident
from bot.domain.state import Found
from bot.domain.texts import say
from bot.domain.wording import COMPONENT_STATUS, IMPACT, INCIDENT_STATUS, duration

_COMPONENTS_SHOWN = 15
_MESSAGE_SHOWN = 300


def named(incident: Incident) -> str:
    return f"{mark(incident)} *{incident.reference}* {escape(incident.title)}"


def secrecy(incident: Incident) -> list[str]:
    """What has to be said where the public does not see the incident."""
    if incident.cancellation is not None:
        cancelled = incident.cancellation
        by = f"{escape(cancelled.author.name)}, {date(cancelled.at)}"
        return [say("*Cancelled* by {by}: {reason}", by=by, reason=escape(cancelled.reason))]
    return [say("🔒 *Internal*: not on the status page until somebody publishes it.")] if incident.is_internal else []


def in_a_line(incident: Incident, *, now: datetime) -> str:
    """`*INC-3* Title — Investigating, 12 min ago`: how old its last word is."""
    return f"{named(incident)} — {say(INCIDENT_STATUS[incident.status])}, {ago(incident.updated_at, now=now)}"


def ago(moment: datetime, *, now: datetime) -> str:
    return say("{duration} ago", duration=duration(now - moment))


def standing(found: Found) -> str:
    """How it stands: status, impact, since when, on which page, and its components."""
    incident = found.incident
    lines = [
        named(incident),
        say(
            "*{status}* since {status_since} · {impact} impact · declared {created_at} · {page}",
            status=say(INCIDENT_STATUS[incident.status]),
            status_since=date(_status_since(incident)),
            impact=say(IMPACT[incident.impact]),
            created_at=date(incident.created_at),
            page=escape(found.page.name),
        ),
        *secrecy(incident),
        *component_lines(found.catalogue, incident.components),
    ]
    if incident.is_page_wide:
        lines.append(say("Concerns the whole page: no single component is named."))
    return limits.cut_escaped("\n".join(lines), limits.SECTION_TEXT)


def latest_message(incident: Incident) -> str:
    latest = incident.last_update
    text = limits.cut_escaped(" ".join(from_markdown(latest.message).split()), _MESSAGE_SHOWN)
    return say(
        "Latest, {created_at} by {author}: {text}",
        created_at=date(latest.created_at),
        author=escape(latest.author.name),
        text=text,
    )


def component_lines(catalogue: Catalogue, components: ComponentStatuses) -> list[str]:
    """The worst first; what is beyond a form's measure is counted."""
    worst_first = sorted(components.items(), key=lambda item: -item[1].badness)
    return shortened(
        f"{COMPONENT_MARK[status]} {escape(catalogue.name(id))}: {say(COMPONENT_STATUS[status])}"
        for id, status in worst_first
    )


def shortened(lines: Iterable[str]) -> list[str]:
    lines = list(lines)
    if len(lines) <= _COMPONENTS_SHOWN:
        return lines
    return [*lines[:_COMPONENTS_SHOWN], say("… and {count} more", count=len(lines) - _COMPONENTS_SHOWN)]


def _status_since(incident: Incident) -> datetime:
    since = incident.updated_at
    for update in reversed(incident.updates):
        if update.status is not incident.status:
            break
        since = update.created_at
    return since
