"""The forms that set right what was wrong, sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp
from slack_sdk.models.views import View

from bot.blocks.ids import Form
from bot.domain.errors import IsPublished
from bot.slack.form_state import FormState
from bot.slack.forms import Forms
from bot.slack.listener_runner import PromptAck
from bot.slack.payload import Payload, user_of
from bot.slack.returning import shows_another
from bot.slack.services import Services
from bot.slack.submissions import Submissions
from bot.slack.written import corrections_seen, edit_of, message_draft, past_incident
from bot.use_cases.actor import Actor

Act = Callable[[FormState, Actor], Awaitable[View | None]]


def register(app: AsyncApp, services: Services, forms: Forms, submissions: Submissions) -> None:
    async def correct(state: FormState, actor: Actor) -> View | None:
        entries = state.entries
        if shows_another(state, (await services.find_incidents.by_number(_number(state), others=False)).incident):
            # Sent before the text of the update that was chosen had come.
            return await forms.rebuilt(state)
        await services.correct_update(
            _number(state),
            entries.update or 0,
            entries.message,
            actor=actor,
            origin=state.origin,
            seen=corrections_seen(state),
            confirmed_words=state.confirms_words,
        )
        return None

    async def retract(state: FormState, actor: Actor) -> None:
        position, seen = state.entries.update or 0, corrections_seen(state)
        await services.retract_update(_number(state), position, actor=actor, origin=state.origin, seen=seen)

    async def cancel(state: FormState, actor: Actor) -> None:
        await services.cancel_incident(_number(state), state.entries.reason, actor=actor, origin=state.origin)

    async def edit(state: FormState, actor: Actor) -> None:
        current = (await services.find_incidents.by_number(_number(state), others=False)).incident
        await services.edit_incident(edit_of(state, current), actor=actor, origin=state.origin)

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
        await services.backfill_incident(past_incident(state), actor=actor, origin=state.origin)
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
        app.view(form)(_submitted(act, services, forms, submissions))


def _submitted(act: Act, services: Services, forms: Forms, submissions: Submissions) -> Callable[..., Awaitable[None]]:
    async def submit(ack: PromptAck, body: Payload, view: Payload) -> None:
        state = FormState(view)

        async def commit() -> View | None:
            actor = await services.directory.actor(user_of(body))
            # Some of these look at the incident before anything is done.
            services.responders.admit(actor)
            return await act(state, actor)

        await submissions.answer(ack, view, lambda: forms.sent(state, commit()))

    return submit


def _number(state: FormState) -> int:
    return state.memory.number or 0
