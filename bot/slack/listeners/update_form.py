"""The update form, sent."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_sdk.models.views import View

from bot.blocks.ids import Field, Form
from bot.domain.errors import ReopenNeedsConfirmation
from bot.domain.texts import say
from bot.slack.form_state import FormState
from bot.slack.forms import Forms
from bot.slack.listener_runner import PromptAck
from bot.slack.payload import Payload, user_of
from bot.slack.services import Services
from bot.slack.submissions import Submissions
from bot.slack.written import update_draft


def register(app: AsyncApp, services: Services, forms: Forms, submissions: Submissions) -> None:
    @app.view(Form.UPDATE)
    async def submit(ack: PromptAck, body: Payload, view: Payload) -> None:
        state = FormState(view)
        await submissions.answer(ack, view, lambda: forms.sent(state, post(state, user_of(body))))

    async def post(state: FormState, user: str) -> View | None:
        actor = await services.directory.actor(user)
        current = (await services.find_incidents.by_number(state.memory.number or 0, others=False)).incident
        draft = update_draft(state, current)
        try:
            await services.post_update(draft, actor=actor, origin=state.origin, reopen_confirmed=state.entries.reopen)
        except ReopenNeedsConfirmation as error:
            if state.has(Field.REOPEN):
                raise
            return await forms.overtaken(
                state,
                say(
                    "{reference} was resolved while you wrote. Nothing is lost: tick the box to reopen it with this "
                    "update, or choose the status Resolved.",
                    reference=error.reference,
                ),
            )
        return None
