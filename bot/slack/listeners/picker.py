"""The picker: which incident was meant."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import PICKER, Field, FormAction, block_id
from bot.blocks.picker import PickerMemory
from bot.domain.texts import say
from bot.slack.caller import caller_of
from bot.slack.form_state import FormState
from bot.slack.opening import Opening
from bot.slack.payload import Payload, legible, pressed, view_of


def register(app: AsyncApp, opening: Opening) -> None:
    @app.action(FormAction.PICK)
    async def pick(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        memory = _memory(body)
        message = memory.request.message or FormState(view_of(body)).entries.message
        request = memory.request.model_copy(update={"number": pressed(action, int), "message": message})
        await opening(request, caller_of(body, client, channel=memory.channel))

    @app.view(PICKER)
    async def not_picked(ack: AsyncAck) -> None:
        """Only a picker with a long message has a button to send it, as Slack wants one beside a field."""
        await ack(
            response_action="errors",
            errors={
                block_id(Field.MESSAGE): say("Choose an incident above: press its button. Your message goes with it.")
            },
        )


@legible
def _memory(body: Payload) -> PickerMemory:
    return PickerMemory.model_validate_json(view_of(body)["private_metadata"])
