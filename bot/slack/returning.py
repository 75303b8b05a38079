"""A form that comes back: what was typed stays, and what was not touched is as it stands by now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from slack_sdk.models.views import View

from bot.blocks.correct_form import correct_form, has_update, retract_form
from bot.blocks.edit_form import edit_form
from bot.blocks.entries import Entries, entries_of
from bot.blocks.ids import Form
from bot.blocks.overtaken import news_of_corrections, news_of_edits, news_of_updates, with_news
from bot.blocks.publish_form import publish_form
from bot.blocks.reopen_form import reopen_form
from bot.blocks.resolve_form import resolve_form
from bot.blocks.update_form import update_form
from bot.domain.amendment import editable
from bot.domain.incident import Incident
from bot.domain.overtaking import contested, unseen
from bot.domain.state import Found
from bot.slack.form_state import FormState
from bot.slack.written import edit_of, keeps_components
from bot.use_cases.change_incident import Keep


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
        case Form.CORRECT if has_update(incident):
            text = corrected_text(state, incident)
            return correct_form(found, channel=channel, position=entries.update, message=text, attempt=attempt)
        case Form.RETRACT if has_update(incident):
            return retract_form(found, channel=channel, position=entries.update, attempt=attempt)
        case Form.EDIT:
            return edit_form(found, _edited(state, incident), channel=channel, attempt=attempt)
        case _:
            return update_form(found, carried(state, incident), channel=channel, attempt=attempt)


def shows_another(state: FormState, incident: Incident) -> bool:
    """Whether the text in the form is that of another update than the one chosen, and nobody has changed it."""
    return state.memory.update != state.entries.update and _is_as_shown(state, incident)


def corrected_text(state: FormState, incident: Incident) -> str:
    """What was typed, or what the chosen update says by now where nobody has touched the text."""
    entries = state.entries
    if not _is_as_shown(state, incident):
        return entries.message
    standing = (each for each in incident.updates if not each.is_withdrawn)
    return next((each.message for each in standing if each.position == entries.update), "")


def _is_as_shown(state: FormState, incident: Incident) -> bool:
    """Whether the form has the text that it was filled with, though others may have corrected it since."""
    memory = state.memory
    for update in incident.updates:
        if update.position == memory.update:
            texts = [*(each.message for each in update.corrections), update.message]
            return state.entries.message in texts[memory.corrections :][:1]
    return False


def carried(state: FormState, incident: Incident) -> Entries:
    """What was typed and chosen, as far as the form that it was typed in had a field for it."""
    memory, typed, now = state.memory, state.entries, entries_of(incident)
    match state.view["callback_id"]:
        case Form.UPDATE if memory.seen is None:
            return typed
        case Form.UPDATE:
            keeps_status = typed.status is memory.status and incident.is_open
            caught_up = replace(
                typed,
                status=now.status if keeps_status else typed.status,
                impact=now.impact if typed.impact is memory.impact else typed.impact,
            )
            return _with_components_of(now, caught_up) if keeps_components(state, incident) else caught_up
        case _:
            return replace(now, message=typed.message, status=typed.status or now.status)


def _edited(state: FormState, incident: Incident) -> Entries:
    typed, now, edit = state.entries, entries_of(incident), edit_of(state, incident)
    caught_up = replace(
        typed,
        title=incident.title if edit.title is None else typed.title,
        started_at=incident.started_at if edit.started_at is None else typed.started_at,
        impact=now.impact if isinstance(edit.impact, Keep) else typed.impact,
    )
    return _with_components_of(now, caught_up) if edit.components is None else caught_up


def _with_components_of(now: Entries, entries: Entries) -> Entries:
    return replace(entries, components=now.components, component_statuses=now.component_statuses, status_of_all=None)


def with_others_news(view: View, state: FormState, found: Found, *, now: datetime) -> View:
    """The same view, saying what others have done since the form was filled in, as far as it matters to it."""
    news = _news(str(view.callback_id), state, found, now=now)
    return with_news(view, found.incident, news) if news else view


def _news(form: str, state: FormState, found: Found, *, now: datetime) -> list[str]:
    memory, incident = state.memory, found.incident
    match form:
        case Form.UPDATE | Form.RESOLVE | Form.REOPEN | Form.PUBLISH if memory.seen is not None:
            return news_of_updates(incident, unseen(incident, memory.seen), now=now)
        case Form.CORRECT | Form.RETRACT:
            return news_of_corrections(incident, memory.update, memory.corrections, now=now)
        case Form.EDIT:
            given = edit_of(state, incident).given
            return news_of_edits(found, contested(memory.shown, given, editable(incident)))
        case _:
            return []
