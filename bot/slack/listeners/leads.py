"""Who leads: the button on the announcement, and the one that accepts a handoff."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import ACCEPT_HANDOFF, AnnouncementAction
from bot.blocks.message import Message
from bot.blocks.mrkdwn import escape
from bot.blocks.notices import refusal, sentence
from bot.domain.texts import say
from bot.slack.acts import act_and_answer
from bot.slack.caller import Caller, caller_of
from bot.slack.payload import Payload, pressed
from bot.slack.services import Services


def register(app: AsyncApp, services: Services) -> None:
    @app.action(AnnouncementAction.TAKE_LEAD)
    async def take_lead(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        caller = caller_of(body, client)
        await act_and_answer(lead(pressed(action, int), caller), caller, ack)

    @app.action(ACCEPT_HANDOFF)
    async def accept(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        caller = caller_of(body, client)
        number, asked = pressed(action, _number_and_user)
        if caller.user != asked:
            await ack()
            await caller.answer(refusal(say("Somebody else is asked to lead; “Take the lead” is for everybody.")))
            return
        await act_and_answer(lead(number, caller), caller, ack, replace=True)

    async def lead(number: int, caller: Caller) -> Message:
        actor = await services.directory.actor(caller.user)
        incident = await services.take_lead(number, actor, actor=actor, origin=caller.origin)
        return sentence(say("{name} leads {reference} now.", name=escape(actor.name), reference=incident.reference))


def _number_and_user(value: str) -> tuple[int, str]:
    """Raises ValueError."""
    number, _, user = value.partition(":")
    return int(number), user
