"""The forms that set right what was wrong, sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.models.views import View

from bot.blocks.entries import filled_components
from bot.blocks.ids import Field, Form
from bot.domain.component import PageId
from bot.domain.errors import Invalid, IsPublished
from bot.slack.form_state import FormState
from bot.slack.forms import Forms
from bot.slack.payload import Payload, user_of
from bot.slack.services import Services
from bot.slack.submission import answer_submission
from bot.slack.written import keeps_components, message_draft
from bot.use_cases.actor import Actor
from bot.use_cases.backfill_incident import PastIncident
from bot.use_cases.change_incident import KEEP
from bot.use_cases.edit_incident import IncidentEdit

Act = Callable[[FormState, Actor], Awaitable[View | None]]


def register(app: AsyncApp, services: Services, forms: Forms) -> None:
    async def correct(state: FormState, actor: Actor) -> None:
        entries = state.entries
        await services.correct_update(
            _number(state),
            entries.update or 0,
            entries.message,
            actor=actor,
            origin=state.origin,
            confirmed_words=state.confirms_words,
        )

    async def retract(state: FormState, actor: Actor) -> None:
        await services.retract_update(_number(state), state.entries.update or 0, actor=actor, origin=state.origin)

    async def cancel(state: FormState, actor: Actor) -> None:
        await services.cancel_incident(_number(state), state.entries.reason, actor=actor, origin=state.origin)

    async def edit(state: FormState, actor: Actor) -> None:
        memory, entries = state.memory, state.entries
        current = (await services.find_incidents.by_number(_number(state))).incident
        change = IncidentEdit(
            number=current.number,
            title=entries.title,
            started_at=_moved(entries.started_at, current.started_at),
            components=None if keeps_components(state, current) else entries.affected(filled_components(current)),
            impact=KEEP if entries.impact is memory.impact else entries.impact,
            confirmed_words=state.confirms_words,
        )
        await services.edit_incident(change, actor=actor, origin=state.origin)

    async def publish(state: FormState, actor: Actor) -> View | None:
        try:
            await services.publish_incident(message_draft(state), actor=actor, origin=state.origin)
        except IsPublished as error:
            return await forms.overtaken(state, error.message)
        return None

    async def backfill(state: FormState, actor: Actor) -> View | None:
        if state.page != state.memory.page and state.entries.components:
            # Sent before the new page's components were offered: those that are chosen are another page's.
            return await forms.rebuilt(state)
        entries = state.entries
        if entries.started_at is None or entries.resolved_at is None:
            raise Invalid("Set when it began and when it was over.", field=Field.RESOLVED_AT)
        past = PastIncident(
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
        await services.backfill_incident(past, actor=actor, origin=state.origin)
        return None

    acts: dict[Form, Act] = {
        Form.CORRECT: correct,
        Form.RETRACT: retract,
        Form.CANCEL: cancel,
        Form.EDIT: edit,
        Form.PUBLISH: publish,
        Form.BACKFILL: backfill,
    }
    for form, act in acts.items():
        app.view(form)(_submitted(act, services, forms))


def _submitted(act: Act, services: Services, forms: Forms) -> Callable[..., Awaitable[None]]:
    async def submit(ack: AsyncAck, body: Payload, view: Payload) -> None:
        state = FormState(view)

        async def commit() -> View | None:
            return await act(state, await services.directory.actor(user_of(body)))

        await answer_submission(ack, view, forms.sent(state, commit()))

    return submit


def _number(state: FormState) -> int:
    return state.memory.number or 0


def _moved(chosen: datetime | None, current: datetime) -> datetime | None:
    """Slack's picker knows minutes only: the same minute is no change."""
    if chosen is None or chosen == current.replace(second=0, microsecond=0):
        return None
    return chosen
