"""The reopen form, sent."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.models.views import View

from bot.blocks.ids import Form
from bot.domain.errors import AlreadySubmitted, NotResolved
from bot.slack.form_state import FormState
from bot.slack.forms import Forms
from bot.slack.payload import Payload, user_of
from bot.slack.services import Services
from bot.slack.submission import answer_submission
from bot.use_cases.change_incident import Draft


def register(app: AsyncApp, services: Services, forms: Forms) -> None:
    @app.view(Form.REOPEN)
    async def submit(ack: AsyncAck, body: Payload, view: Payload) -> None:
        await answer_submission(ack, view, reopen(FormState(view), user_of(body)))

    async def reopen(state: FormState, user: str) -> View | None:
        actor = await services.directory.actor(user)
        entries = state.entries
        draft = Draft(
            number=state.memory.number or 0,
            message=entries.message,
            status=entries.status,
            next_update_in=entries.next_update_in,
        )
        try:
            await services.reopen_incident(draft, actor=actor, origin=state.origin)
        except AlreadySubmitted as error:
            return await forms.correction(state, error)
        except NotResolved as error:
            return await forms.overtaken(state, error.message)
        return None
