"""What the page will show once something is set right: a corrected update, an edited incident, one of the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks.incident_lines import shortened
from bot.blocks.marks import COMPONENT_MARK
from bot.blocks.mrkdwn import date, escape
from bot.blocks.preview import INTERNAL, Preview, said, what_changes
from bot.domain.incident import Incident, Update
from bot.domain.page import Page
from bot.domain.prospect import Prospect
from bot.domain.state import PageState
from bot.domain.texts import later, say
from bot.domain.wording import COMPONENT_STATUS, IMPACT, duration

_CORRECTED = later("The page marks it as corrected, and shows nothing of the text before.")
_ALL_THE_SAME = later("Nothing changes.")


def correction_preview(incident: Incident, update: Update, *, advice: Sequence[str]) -> Preview:
    """`update` has the new text."""
    return Preview(
        lines=[say(INTERNAL)] if update.is_internal else [say(_CORRECTED)],
        text=said(update.status, incident.title, update.message),
        advice=advice,
        is_public=not update.is_internal,
    )


def edit_preview(prospect: Prospect, before: Incident) -> Preview:
    after = prospect.incident
    lines = [
        f"{what}: {now} → *{then}*"
        for what, now, then in (
            (say("Title"), escape(before.title), escape(after.title)),
            (say("Impact"), say(IMPACT[before.impact]), say(IMPACT[after.impact])),
            (say("Started"), date(before.started_at), date(after.started_at)),
        )
        if now != then
    ]
    if not after.is_public:
        return Preview(lines=[*lines, say(INTERNAL)], is_public=False)
    if after.is_open:
        lines.extend(what_changes(prospect))
    return Preview(lines=lines or [say(_ALL_THE_SAME)])


def past_preview(incident: Incident, state: PageState, *, now: datetime, advice: Sequence[str]) -> Preview:
    """`incident` is over."""
    first, last = incident.updates
    lasted = duration(last.created_at - first.created_at)
    affected = shortened(
        f"{COMPONENT_MARK[status]} {escape(state.catalogue.name(id))}: *{say(COMPONENT_STATUS[status])}*"
        for id, status in first.components.items()
    )
    lines = [
        *_places(state.page, incident, now),
        say(
            "{created_at}, for {lasted} · Impact: *{impact}*",
            created_at=date(first.created_at),
            lasted=lasted,
            impact=say(IMPACT[incident.impact]),
        ),
        *(affected or [say("It affected the service as a whole.")]),
        say("What components show now stays as it is."),
    ]
    texts = [said(update.status, incident.title, update.message) for update in (first, last)]
    return Preview(lines=lines, text="\n\n".join(texts), advice=advice)


def _places(page: Page, incident: Incident, now: datetime) -> list[str]:
    """Where the public will find it."""
    month = f"{incident.created_at.astimezone(page.zone):%B %Y}"
    history = say("In the history of {page}, under *{month}*", page=escape(page.name), month=month)
    leaves_at = page.leaves_front_at(incident.updated_at)
    return [
        *([history] if page.has_archive else []),
        *([say("On its front page until {leaves_at}", leaves_at=date(leaves_at))] if leaves_at > now else []),
    ]
