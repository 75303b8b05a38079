"""Who leads: the button on the announcement, and the one that accepts a handoff."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import ACCEPT_HANDOFF, AnnouncementAction
from bot.blocks.mrkdwn import escape
from bot.blocks.notices import refusal, sentence
from bot.domain.errors import StormlampError
from bot.domain.texts import say
from bot.slack.caller import Caller, caller_of
from bot.slack.payload import Payload
from bot.slack.services import Services


def register(app: AsyncApp, services: Services) -> None:
    @app.action(AnnouncementAction.TAKE_LEAD)
    async def take_lead(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        await lead(int(action["value"]), caller_of(body, client), replace=False)

    @app.action(ACCEPT_HANDOFF)
    async def accept(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        caller = caller_of(body, client)
        number, _, asked = action["value"].partition(":")
        if caller.user != asked:
            await caller.answer(refusal(say("Somebody else is asked to lead; “Take the lead” is for everybody.")))
            return
        await lead(int(number), caller, replace=True)

    async def lead(number: int, caller: Caller, *, replace: bool) -> None:
        try:
            actor = await services.directory.actor(caller.user)
            incident = await services.take_lead(number, actor, actor=actor, origin=caller.origin)
        except StormlampError as error:
            await caller.answer(refusal(error.message))
            return
        await caller.answer(
            sentence(say("{name} leads {reference} now.", name=escape(actor.name), reference=incident.reference)),
            replace=replace,
        )
