"""The declare form, sent."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.models.views import View

from bot.blocks.ids import Form
from bot.domain.component import PageId
from bot.domain.errors import AlreadySubmitted
from bot.domain.incident import IncidentStatus
from bot.slack.form_state import FormState
from bot.slack.forms import Forms
from bot.slack.payload import Payload, user_of
from bot.slack.services import Services
from bot.slack.submission import answer_submission
from bot.use_cases.declare_incident import Declaration


def register(app: AsyncApp, services: Services, forms: Forms) -> None:
    @app.view(Form.DECLARE)
    async def submit(ack: AsyncAck, body: Payload, view: Payload) -> None:
        await answer_submission(ack, view, declare(FormState(view), user_of(body)))

    async def declare(state: FormState, user: str) -> View | None:
        if state.page != state.memory.page and state.entries.components:
            # Sent before the new page's components were offered: those that are chosen are another page's.
            return await forms.rebuilt(state)
        actor = await services.directory.actor(user)
        try:
            await services.declare_incident(_declaration(state), actor=actor, origin=state.origin)
        except AlreadySubmitted as error:
            return await forms.correction(state, error)
        return None


def _declaration(state: FormState) -> Declaration:
    entries = state.entries
    return Declaration(
        page_id=state.page or PageId(""),
        title=entries.title,
        message=entries.message,
        status=entries.status or IncidentStatus.INVESTIGATING,
        components=entries.affected(),
        impact=entries.impact,
        is_internal=not entries.publish,
        next_update_in=entries.next_update_in,
    )
