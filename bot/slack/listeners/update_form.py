"""The update form, sent."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.models.views import View

from bot.blocks.entries import filled_components
from bot.blocks.form_memory import fingerprint
from bot.blocks.ids import Field, Form
from bot.domain.errors import AlreadySubmitted, ReopenNeedsConfirmation
from bot.domain.incident import Incident
from bot.slack.form_state import FormState
from bot.slack.forms import Forms
from bot.slack.payload import Payload, user_of
from bot.slack.services import Services
from bot.slack.submission import answer_submission
from bot.use_cases.change_incident import KEEP, Draft


def register(app: AsyncApp, services: Services, forms: Forms) -> None:
    @app.view(Form.UPDATE)
    async def submit(ack: AsyncAck, body: Payload, view: Payload) -> None:
        await answer_submission(ack, view, post(FormState(view), user_of(body)))

    async def post(state: FormState, user: str) -> View | None:
        actor = await services.directory.actor(user)
        current = (await services.find_incidents.by_number(state.memory.number or 0)).incident
        try:
            await services.post_update(
                _draft(state, current), actor=actor, origin=state.origin, reopen_confirmed=state.entries.reopen
            )
        except AlreadySubmitted as error:
            return await forms.correction(state, error)
        except ReopenNeedsConfirmation as error:
            if state.has(Field.REOPEN):
                raise
            return await forms.overtaken(
                state,
                f"{error.reference} was resolved while you wrote. Nothing is lost: tick the box to reopen it with this "
                "update, or choose the status Resolved.",
            )
        return None


def _draft(state: FormState, current: Incident) -> Draft:
    """What the responder did not touch stays as it is now, though somebody else has changed it meanwhile."""
    memory, entries = state.memory, state.entries
    components = entries.affected(filled_components(current))
    keeps_components = not state.has(Field.COMPONENTS) or fingerprint(components) == memory.components
    # A resolved incident is another matter: the status that the form shows would reopen it, and that is asked.
    keeps_status = entries.status is memory.status and current.is_open
    return Draft(
        number=current.number,
        message=entries.message,
        status=None if keeps_status else entries.status,
        components=None if keeps_components else components,
        impact=KEEP if entries.impact is memory.impact else entries.impact,
        next_update_in=entries.next_update_in,
    )
