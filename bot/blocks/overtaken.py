"""What others have done while a responder wrote: said at the top of the form, which then applies or is discarded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import PlainTextObject
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.incident_lines import ago
from bot.blocks.mrkdwn import date, escape
from bot.domain.incident import Incident, IncidentStatus, Update
from bot.domain.overtaking import unseen_corrections
from bot.domain.state import Found
from bot.domain.texts import say
from bot.domain.wording import COMPONENT_STATUS, IMPACT, INCIDENT_STATUS

_SHOWN = 5
_TEXT_SHOWN = 120


def with_news(view: View, incident: Incident, news: Sequence[str]) -> View:
    """The same view, saying what has changed: lines of mrkdwn."""
    text = "\n".join(
        [
            say(
                "*{reference} has changed while you wrote.* Nothing is lost, and yours is not saved yet: "
                "apply it to how things stand now, or discard it.",
                reference=incident.reference,
            ),
            *(f"• {line}" for line in news),
        ]
    )
    view.blocks = [form_fields.notice(text), *(view.blocks or ())]
    view.submit, view.close = PlainTextObject(text=say("Apply")), PlainTextObject(text=say("Discard"))
    return view


def news_of_updates(incident: Incident, updates: Sequence[Update], *, now: datetime) -> list[str]:
    """Who has moved the incident to what, how long ago."""
    before = {each.position: each.status for each in incident.updates}
    return [
        f"{_moved(each, before.get(each.position - 1), now=now)}: {escape(_shortened(each.message))}"
        for each in updates[-_SHOWN:]
    ]


def news_of_corrections(incident: Incident, position: int | None, seen: int, *, now: datetime) -> list[str]:
    """Who has corrected or withdrawn that update after the first `seen` corrections, and what it says now."""
    for update in incident.updates:
        if update.position == position and (unseen := unseen_corrections(update, seen)):
            who, when = escape(unseen[-1].author.name), ago(unseen[-1].at, now=now)
            if update.is_withdrawn:
                return [say("{who} withdrew update {position} {when}", who=who, position=position, when=when)]
            did = say("{who} corrected update {position} {when}", who=who, position=position, when=when)
            return [f"{did}: {escape(_shortened(update.message))}"]
    return []


def news_of_edits(found: Found, names: Sequence[str]) -> list[str]:
    """How that of `editable` stands now."""
    incident = found.incident
    affected = ", ".join(
        f"{found.catalogue.name(id)} ({say(COMPONENT_STATUS[status])})" for id, status in incident.components.items()
    )
    lines = {
        "title": say("Its title is now: *{title}*", title=escape(incident.title)),
        "started_at": say("Its start is now: *{date}*", date=date(incident.started_at)),
        "components": say("Its components are now: *{components}*", components=escape(_shortened(affected or "–"))),
        "impact": say("Its impact is now: *{impact}*", impact=say(IMPACT[incident.impact])),
    }
    return [lines[name] for name in names]


def _moved(update: Update, before: IncidentStatus | None, *, now: datetime) -> str:
    who, when = escape(update.author.name), ago(update.created_at, now=now)
    if update.status is before:
        return say("{who} posted an update {when}", who=who, when=when)
    came = "" if before is None else say(" from {status}", status=say(INCIDENT_STATUS[before]))
    return say(
        "{who} moved it{came} to *{status}* {when}",
        who=who,
        came=came,
        status=say(INCIDENT_STATUS[update.status]),
        when=when,
    )


def _shortened(message: str) -> str:
    return limits.cut(" ".join(message.split()), _TEXT_SHOWN)
