"""What a form says, as the use cases take it."""

from __future__ import annotations

from datetime import datetime

from bot.blocks.entries import filled_components
from bot.blocks.form_memory import fingerprint
from bot.blocks.ids import Field
from bot.domain.amendment import to_the_minute
from bot.domain.component import PageId
from bot.domain.errors import Invalid
from bot.domain.incident import Incident, IncidentStatus
from bot.domain.overtaking import Seen, is_as_seen
from bot.domain.texts import say
from bot.slack.form_state import FormState
from bot.use_cases.backfill_incident import PastIncident
from bot.use_cases.change_incident import KEEP, Draft
from bot.use_cases.declare_incident import Declaration
from bot.use_cases.edit_incident import IncidentEdit


def declaration(state: FormState) -> Declaration:
    entries = state.entries
    return Declaration(
        page_id=state.page or PageId(""),
        title=entries.title,
        message=entries.message,
        status=entries.status or IncidentStatus.INVESTIGATING,
        components=entries.affected(),
        impact=entries.impact,
        is_internal=not entries.publish,
        opens_channel=entries.own_channel,
        next_update_in=entries.next_update_in,
        confirmed_words=state.confirms_words,
    )


def update_draft(state: FormState, current: Incident) -> Draft:
    """What the responder did not touch stays as it is now, though somebody else has changed it meanwhile."""
    memory, entries = state.memory, state.entries
    # A resolved incident is another matter: the status that the form shows would reopen it, and that is asked.
    keeps_status = entries.status is memory.status and current.is_open
    return Draft(
        number=current.number,
        message=entries.message,
        status=None if keeps_status else entries.status,
        components=None if keeps_components(state, current) else entries.affected(filled_components(current)),
        impact=KEEP if entries.impact is memory.impact else entries.impact,
        next_update_in=entries.next_update_in,
        seen=memory.seen,
        confirmed_words=state.confirms_words,
    )


def message_draft(state: FormState) -> Draft:
    """Of a form that changes no component: resolve, reopen, publish."""
    entries = state.entries
    return Draft(
        number=state.memory.number or 0,
        message=entries.message,
        status=entries.status,
        next_update_in=entries.next_update_in,
        seen=state.memory.seen,
        confirmed_words=state.confirms_words,
    )


def edit_of(state: FormState, current: Incident) -> IncidentEdit:
    """What the responder did not touch stays as it is now."""
    memory, entries = state.memory, state.entries
    return IncidentEdit(
        number=current.number,
        title=None if is_as_seen(memory.shown, "title", entries.title) else entries.title,
        started_at=_moved(entries.started_at, memory.shown, current),
        components=None if keeps_components(state, current) else entries.affected(filled_components(current)),
        impact=KEEP if entries.impact is memory.impact else entries.impact,
        seen=memory.shown,
        confirmed_words=state.confirms_words,
    )


def corrections_seen(state: FormState) -> int | None:
    """None where another update was chosen since, of which the form has shown nothing yet."""
    return state.memory.corrections if state.entries.update == state.memory.update else None


def past_incident(state: FormState) -> PastIncident:
    """Raises Invalid without its times."""
    entries = state.entries
    if entries.started_at is None or entries.resolved_at is None:
        raise Invalid(say("Set when it began and when it was over."), field=Field.RESOLVED_AT)
    return PastIncident(
        page_id=state.page or PageId(""),
        title=entries.title,
        message=entries.message,
        resolution=entries.resolution,
        started_at=entries.started_at,
        resolved_at=entries.resolved_at,
        components=entries.affected(),
        impact=entries.impact,
        confirmed_words=state.confirms_words,
    )


def _moved(chosen: datetime | None, shown: Seen, current: Incident) -> datetime | None:
    """Slack's picker knows minutes only: the same minute is no change."""
    if chosen is None:
        return None
    minute = to_the_minute(chosen)
    if is_as_seen(shown, "started_at", minute) or minute == to_the_minute(current.started_at):
        return None
    return minute


def keeps_components(state: FormState, current: Incident) -> bool:
    components = state.entries.affected(filled_components(current))
    return not state.has(Field.COMPONENTS) or fingerprint(components) == state.memory.components
