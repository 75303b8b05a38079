"""A form comes again with other content: what it did stands, and what differs is offered where it can be sent."""

from __future__ import annotations

from datetime import datetime

from slack_sdk.models.views import View

from bot.blocks.correct_form import correct_form, retract_form
from bot.blocks.edit_form import edit_form
from bot.blocks.entries import Entries, entries_of, filled_components
from bot.blocks.ids import Field, Form
from bot.blocks.publish_form import publish_form
from bot.blocks.sent_before import what_stands, with_correction
from bot.blocks.update_form import update_form
from bot.domain.incident import Incident, Update
from bot.domain.state import Found
from bot.domain.text import clean, clean_line
from bot.slack.form_state import FormState
from bot.slack.returning import carried

Fields = frozenset[Field]

_COMPONENTS = frozenset({Field.COMPONENTS, Field.COMPONENT_STATUS, Field.STATUS_OF_ALL})
_PUBLISHED = frozenset({Field.MESSAGE, Field.STATUS})
_POSTED = frozenset({Field.MESSAGE, Field.STATUS, Field.IMPACT, Field.NEXT_UPDATE, *_COMPONENTS})
_EDITED = frozenset({Field.TITLE, Field.IMPACT, Field.STARTED_AT})


def correction_of(state: FormState, found: Found) -> View:
    """`found` is the incident that has what was sent first."""
    differing = _differing(state, found)
    # Those that were chosen are the other page's.
    movable = differing - _COMPONENTS if Field.PAGE in differing else differing
    offer = None if found.incident.cancellation is not None else _offer(state, found, movable)
    if offer is None:
        return what_stands(found, state.read(differing))
    view, held = offer
    return with_correction(view, found.incident.reference, state.read(differing - (held & movable)))


def _offer(state: FormState, found: Found, differing: Fields) -> tuple[View, Fields] | None:
    """The form in which that can be sent, and the fields of the one that was sent whose content it holds."""
    memory, entries, incident = state.memory, state.entries, found.incident
    channel, attempt = memory.channel, memory.attempt + 1
    match state.view["callback_id"]:
        case Form.DECLARE if incident.is_internal and entries.publish:
            view = publish_form(found, message=entries.message, channel=channel, status=entries.status, attempt=attempt)
            return view, _PUBLISHED
        case Form.DECLARE if differing & {Field.MESSAGE, Field.STATUS, Field.NEXT_UPDATE}:
            return update_form(found, _caught_up(state, incident, differing), channel=channel, attempt=attempt), _POSTED
        case Form.BACKFILL if Field.MESSAGE in differing and not incident.updates[0].is_withdrawn:
            view = correct_form(found, channel=channel, position=1, message=entries.message, attempt=attempt)
            return view, frozenset({Field.MESSAGE})
        case Form.BACKFILL if Field.RESOLUTION in differing and not incident.updates[1].is_withdrawn:
            view = correct_form(found, channel=channel, position=2, message=entries.resolution, attempt=attempt)
            return view, frozenset({Field.RESOLUTION})
        case Form.DECLARE | Form.BACKFILL | Form.EDIT:
            held = _EDITED | _COMPONENTS if incident.is_open else _EDITED
            if not differing & held:
                return None
            return edit_form(found, _caught_up(state, incident, differing), channel=channel, attempt=attempt), held
        case Form.CORRECT if Field.MESSAGE in differing and not _chosen(state, incident).is_withdrawn:
            view = correct_form(
                found, channel=channel, position=entries.update, message=entries.message, attempt=attempt
            )
            return view, frozenset({Field.MESSAGE})
        case Form.RETRACT if not _chosen(state, incident).is_withdrawn:
            return retract_form(found, channel=channel, position=entries.update, attempt=attempt), frozenset()
        case Form.CORRECT | Form.RETRACT | Form.CANCEL:
            return None
        case _:
            return update_form(found, carried(state, incident), channel=channel, attempt=attempt), _POSTED


def _differing(state: FormState, found: Found) -> Fields:
    """The fields that say something else than the record does, or did before somebody else changed that."""
    entries, incident = state.entries, found.incident
    first, cancelled = incident.updates[0], incident.cancellation
    promised = None if first.next_update_at is None else first.next_update_at - first.created_at
    says = {
        Field.TITLE: clean_line(entries.title) == incident.title,
        Field.PAGE: state.page == found.page.id,
        Field.STATUS: entries.status is first.status,
        Field.MESSAGE: clean(entries.message) in _messages(state, incident),
        **dict.fromkeys(_COMPONENTS, _has_components(state, incident)),
        Field.IMPACT: entries.impact is incident.impact_override,
        Field.NEXT_UPDATE: entries.next_update_in == promised,
        Field.REASON: cancelled is not None and clean_line(entries.reason) == cancelled.reason,
        Field.RESOLUTION: clean(entries.resolution) in _texts(*incident.updates[1:2]),
        Field.STARTED_AT: _is_same_minute(entries.started_at, incident.started_at),
        Field.RESOLVED_AT: _is_same_minute(entries.resolved_at, incident.resolved_at),
    }
    return frozenset(field for field, is_said in says.items() if not is_said and state.has(field))


def _messages(state: FormState, incident: Incident) -> set[str]:
    match state.view["callback_id"]:
        case Form.DECLARE | Form.BACKFILL:
            return _texts(incident.updates[0])
        case Form.CORRECT:
            return {_chosen(state, incident).message}
        case _:
            return set()


def _texts(*updates: Update) -> set[str]:
    """What they say, and what they said before they were corrected."""
    return {text for update in updates for text in (update.message, *(each.message for each in update.corrections))}


def _has_components(state: FormState, incident: Incident) -> bool:
    if state.memory.number is None:
        return state.entries.affected() == incident.updates[0].components
    current = filled_components(incident)
    return state.entries.affected(current) == current


def _chosen(state: FormState, incident: Incident) -> Update:
    return next((each for each in incident.updates if each.position == state.entries.update), incident.last_update)


def _is_same_minute(chosen: datetime | None, at: datetime | None) -> bool:
    """Slack's picker knows minutes only."""
    return chosen == (None if at is None else at.replace(second=0, microsecond=0))


def _caught_up(state: FormState, incident: Incident, differing: Fields) -> Entries:
    """What differs as it was typed, and the rest as it stands by now."""
    typed, now = state.entries, entries_of(incident)
    components = typed if Field.COMPONENTS in differing else now
    return Entries(
        title=typed.title if Field.TITLE in differing else incident.title,
        message=typed.message if Field.MESSAGE in differing else "",
        status=typed.status if Field.STATUS in differing else now.status,
        components=components.components,
        component_statuses=components.component_statuses,
        status_of_all=components.status_of_all,
        impact=typed.impact if Field.IMPACT in differing else now.impact,
        next_update_in=typed.next_update_in,
        started_at=typed.started_at if Field.STARTED_AT in differing else None,
    )
