"""What a form says, as the use cases take it."""

from __future__ import annotations

from bot.blocks.entries import filled_components
from bot.blocks.form_memory import fingerprint
from bot.blocks.ids import Field
from bot.domain.component import PageId
from bot.domain.incident import Incident, IncidentStatus
from bot.slack.form_state import FormState
from bot.use_cases.change_incident import KEEP, Draft
from bot.use_cases.declare_incident import Declaration


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


def keeps_components(state: FormState, current: Incident) -> bool:
    components = state.entries.affected(filled_components(current))
    return not state.has(Field.COMPONENTS) or fingerprint(components) == state.memory.components
