"""The resolve form, sent."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_sdk.models.views import View

from bot.blocks.ids import Form
from bot.domain.errors import AlreadyResolved
from bot.slack.form_state import FormState
from bot.slack.forms import Forms
from bot.slack.listener_runner import PromptAck
from bot.slack.payload import Payload, user_of
from bot.slack.services import Services
from bot.slack.submissions import Submissions
from bot.slack.written import message_draft


def register(app: AsyncApp, services: Services, forms: Forms, submissions: Submissions) -> None:
    @app.view(Form.RESOLVE)
    async def submit(ack: PromptAck, body: Payload, view: Payload) -> None:
        state = FormState(view)
        await submissions.answer(ack, view, lambda: forms.sent(state, resolve(state, user_of(body))))

    async def resolve(state: FormState, user: str) -> View | None:
        actor = await services.directory.actor(user)
        try:
            await services.resolve_incident(message_draft(state), actor=actor, origin=state.origin)
        except AlreadyResolved as error:
            return await forms.overtaken(state, error.message)
        return None
