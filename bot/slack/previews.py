"""What the public would see if a form were sent as it is, for the form's own end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.blocks.amendment_previews import correction_preview, edit_preview, past_preview
from bot.blocks.ids import Form
from bot.blocks.preview import Preview, preview_of, refused_preview
from bot.domain.amendment import correct
from bot.domain.errors import StormlampError
from bot.domain.prospect import Prospect
from bot.domain.state import Found, PageState
from bot.domain.writing_hints import hints
from bot.slack.form_state import FormState
from bot.slack.prospects import NOBODY, prospect_of_change, prospect_of_declaration, prospect_of_edit
from bot.slack.returning import corrected_text
from bot.slack.written import past_incident
from bot.use_cases.backfill_incident import finished


def preview_of_new(state: FormState, page: PageState, *, now: datetime) -> Preview:
    if state.view["callback_id"] == Form.DECLARE:
        return _of_update(state, prospect_of_declaration(state, page, now=now))
    try:
        past = past_incident(state)
        components = page.catalogue.live_among(past.components)
        incident = finished(replace(past, components=components), number=0, author=NOBODY, now=now)
    except StormlampError as error:
        return refused_preview(error.message)
    entries = state.entries
    advice = hints(f"{entries.message}\n{entries.resolution}", expects_more=False)
    return past_preview(incident, page, now=now, advice=advice)


def preview_of_change(state: FormState, found: Found, *, now: datetime) -> Preview | None:
    """None where the form has none, and where another update was chosen, which has not been written to yet."""
    match state.view["callback_id"]:
        case Form.UPDATE | Form.RESOLVE | Form.REOPEN | Form.PUBLISH:
            return _of_update(state, prospect_of_change(state, found, now=now))
        case Form.EDIT:
            return _edit(state, found, now=now)
        case Form.CORRECT if state.entries.update == state.memory.update:
            return _correction(state, found, now=now)
        case _:
            return None


def _of_update(state: FormState, prospect: Prospect) -> Preview:
    message, incident = state.entries.message, prospect.incident
    # Readers wait for another update, and have no time for it yet.
    advice = hints(message, expects_more=incident.is_open and incident.next_update_at is None)
    return preview_of(prospect, message=message, advice=advice)


def _edit(state: FormState, found: Found, *, now: datetime) -> Preview:
    try:
        return edit_preview(prospect_of_edit(state, found, now=now), found.incident)
    except StormlampError as error:
        return refused_preview(error.message)


def _correction(state: FormState, found: Found, *, now: datetime) -> Preview:
    message, position = corrected_text(state, found.incident), state.entries.update or 0
    try:
        corrected = correct(found.incident, position=position, message=message, author=NOBODY, now=now)
    except StormlampError as error:
        return refused_preview(error.message)
    advice = hints(message, expects_more=False)
    return correction_preview(corrected, corrected.updates[position - 1], advice=advice)
