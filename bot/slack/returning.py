"""A form that comes back: what was typed stays, and what was not touched is as it stands by now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from slack_sdk.models.views import View

from bot.blocks.correct_form import correct_form, retract_form
from bot.blocks.edit_form import edit_form
from bot.blocks.entries import Entries, entries_of
from bot.blocks.ids import Form
from bot.blocks.overtaken import with_news
from bot.blocks.publish_form import publish_form
from bot.blocks.reopen_form import reopen_form
from bot.blocks.resolve_form import resolve_form
from bot.blocks.update_form import update_form
from bot.domain.incident import Incident
from bot.domain.overtaking import unseen
from bot.domain.state import Found
from bot.slack.form_state import FormState
from bot.slack.written import keeps_components


def form_again(state: FormState, found: Found) -> View:
    """The same form, or the update form where the incident's state leaves nothing else to do."""
    memory, entries, incident = state.memory, state.entries, found.incident
    channel, attempt, message = memory.channel, memory.attempt, entries.message
    match state.view["callback_id"]:
        case Form.RESOLVE if incident.is_open:
            return resolve_form(found, message=message, channel=channel, attempt=attempt)
        case Form.REOPEN if not incident.is_open:
            return reopen_form(found, message=message, channel=channel, status=entries.status, attempt=attempt)
        case Form.PUBLISH if incident.is_internal:
            return publish_form(found, message=message, channel=channel, status=entries.status, attempt=attempt)
        case Form.CORRECT:
            text = "" if shows_another(state, incident) else message
            return correct_form(found, channel=channel, position=entries.update, message=text, attempt=attempt)
        case Form.RETRACT:
            return retract_form(found, channel=channel, position=entries.update, attempt=attempt)
        case Form.EDIT:
            return edit_form(found, entries, channel=channel, attempt=attempt)
        case _:
            return update_form(found, carried(state, incident), channel=channel, attempt=attempt)


def shows_another(state: FormState, incident: Incident) -> bool:
    """Whether the text in the form is that of another update than the one chosen, and nobody has changed it."""
    shown, entries = state.memory.update, state.entries
    texts = [update.message for update in incident.updates if update.position == shown]
    return shown != entries.update and entries.message in texts


def carried(state: FormState, incident: Incident) -> Entries:
    """What was typed and chosen, as far as the form that it was typed in had a field for it."""
    memory, typed, now = state.memory, state.entries, entries_of(incident)
    match state.view["callback_id"]:
        case Form.UPDATE if memory.seen in {None, incident.last_update.position}:
            return typed
        case Form.UPDATE:
            keeps_status = typed.status is memory.status and incident.is_open
            caught_up = replace(
                typed,
                status=now.status if keeps_status else typed.status,
                impact=now.impact if typed.impact is memory.impact else typed.impact,
            )
            if not keeps_components(state, incident):
                return caught_up
            return replace(
                caught_up, components=now.components, component_statuses=now.component_statuses, status_of_all=None
            )
        case _:
            return replace(now, message=typed.message, status=typed.status or now.status)


def with_others_news(view: View, state: FormState, incident: Incident, *, now: datetime) -> View:
    """The same view, saying what has been posted since the form was filled in."""
    seen = state.memory.seen
    updates = () if seen is None else unseen(incident, seen)
    return with_news(view, incident, updates, now=now) if updates else view
