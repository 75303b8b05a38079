"""Choices that change the form in which they are made: another page, other components, another incident."""

from __future__ import annotations

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.form_request import FormRequest
from bot.blocks.ids import Field, Form, FormAction
from bot.domain.errors import NotAllowed, StormlampError
from bot.slack.drafting import Drafting
from bot.slack.form_state import FormState
from bot.slack.forms import Forms
from bot.slack.payload import Payload, pressed, user_of, view_of
from bot.slack.services import Services
from bot.slack.view_turns import ViewTurns

log = structlog.get_logger()


def register(app: AsyncApp, services: Services, forms: Forms, drafting: Drafting) -> None:
    turns = ViewTurns()

    async def admit(body: Payload) -> None:
        """A form may stay open for longer than somebody may read what it is about. Raises NotAllowed and TryAgain."""
        services.responders.admit(await services.directory.actor(user_of(body)))

    async def rebuild(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        chosen_in = view_of(body)
        async with turns.turn(chosen_in["id"], action.get("action_ts") or "") as is_newest:
            if not is_newest:
                return
            try:
                await admit(body)
                view = await drafting.told(await forms.rebuilt(FormState(chosen_in)), user=user_of(body))
                await client.views_update(view_id=chosen_in["id"], view=view)
            except NotAllowed:
                raise
            except (StormlampError, SlackClientError, aiohttp.ClientError, OSError) as error:
                # Closed meanwhile, or Slack is away: the form as it stands can still be sent, with the default status.
                log.info("form_not_rebuilt", error=str(error))

    app.action(Field.PAGE)(rebuild)
    app.action(Field.COMPONENTS)(rebuild)
    app.action(Field.UPDATE)(rebuild)
    app.action(Field.READY_MESSAGE)(rebuild)
    app.action(FormAction.PREVIEW)(rebuild)

    @app.action(FormAction.UPDATE_INSTEAD)
    async def update_instead(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        await admit(body)
        state = FormState(view_of(body))
        typed = state.entries
        found = await services.find_incidents.by_number(pressed(action, int))
        request = FormRequest(form=Form.UPDATE, number=found.incident.number, message=typed.message or typed.title)
        view = await forms.changing(found, request, channel=state.memory.channel)
        user = user_of(body)
        # Pushed: closing it leads back to the declare form, in which everything still stands.
        pushed = await client.views_push(trigger_id=body["trigger_id"], view=await drafting.told(view, user=user))
        await drafting.opened(view, pushed["view"]["id"], user=user)
