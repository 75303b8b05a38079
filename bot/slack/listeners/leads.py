"""Who leads: the button on the announcement, and the one that accepts a handoff."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import ACCEPT_HANDOFF, AnnouncementAction
from bot.blocks.message import Message
from bot.blocks.mrkdwn import escape
from bot.blocks.notices import refusal, sentence
from bot.domain.errors import StormlampError
from bot.domain.texts import say
from bot.slack.acts import saved
from bot.slack.caller import Caller, caller_of
from bot.slack.payload import Payload
from bot.slack.services import Services


def register(app: AsyncApp, services: Services) -> None:
    @app.action(AnnouncementAction.TAKE_LEAD)
    async def take_lead(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await lead(int(action["value"]), caller_of(body, client), ack, replace=False)

    @app.action(ACCEPT_HANDOFF)
    async def accept(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        caller = caller_of(body, client)
        number, _, asked = action["value"].partition(":")
        if caller.user != asked:
            await ack()
            await caller.answer(refusal(say("Somebody else is asked to lead; “Take the lead” is for everybody.")))
            return
        await lead(int(number), caller, ack, replace=True)

    async def lead(number: int, caller: Caller, ack: AsyncAck, *, replace: bool) -> None:
        try:
            answer = await saved(led(number, caller))
        except StormlampError as error:
            answer, replace = refusal(error.message), False
        await ack()
        await caller.answer(answer, replace=replace)

    async def led(number: int, caller: Caller) -> Message:
        actor = await services.directory.actor(caller.user)
        incident = await services.take_lead(number, actor, actor=actor, origin=caller.origin)
        return sentence(say("{name} leads {reference} now.", name=escape(actor.name), reference=incident.reference))
