"""The declare form, sent."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_sdk.models.views import View

from bot.blocks.ids import Form
from bot.slack.form_state import FormState
from bot.slack.forms import Forms
from bot.slack.listener_runner import PromptAck
from bot.slack.payload import Payload, user_of
from bot.slack.services import Services
from bot.slack.submissions import Submissions
from bot.slack.written import declaration


def register(app: AsyncApp, services: Services, forms: Forms, submissions: Submissions) -> None:
    @app.view(Form.DECLARE)
    async def submit(ack: PromptAck, body: Payload, view: Payload) -> None:
        state = FormState(view)
        await submissions.answer(ack, view, lambda: forms.sent(state, declare(state, user_of(body))))

    async def declare(state: FormState, user: str) -> View | None:
        if state.page != state.memory.page and state.entries.components:
            # Sent before the new page's components were offered: those that are chosen are another page's.
            return await forms.rebuilt(state)
        actor = await services.directory.actor(user)
        await services.declare_incident(declaration(state), actor=actor, origin=state.origin)
        return None
