"""The buttons of a reminder that put it off."""

from __future__ import annotations

from datetime import timedelta

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import Snooze
from bot.blocks.message import Message
from bot.blocks.mrkdwn import date
from bot.blocks.notices import sentence
from bot.domain.nudge import NudgeKind
from bot.domain.texts import say
from bot.slack.acts import act_and_answer
from bot.slack.caller import Caller, caller_of
from bot.slack.payload import Payload, pressed
from bot.slack.services import Services


def register(app: AsyncApp, services: Services) -> None:
    async def snooze(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        caller = caller_of(body, client)
        number, kind = pressed(action, _number_and_kind)
        length = timedelta(minutes=Snooze(action["action_id"]).minutes)
        await act_and_answer(snoozed(number, kind, length, caller), caller, ack)

    async def snoozed(number: int, kind: NudgeKind, length: timedelta, caller: Caller) -> Message:
        actor = await services.directory.actor(caller.user)
        due_at = await services.snooze_nudge(number, kind, length, actor=actor, origin=caller.origin)
        if due_at is None:
            return sentence(say("INC-{number} is over: no reminder comes any more.", number=number))
        return sentence(
            say("INC-{number}: you are reminded again at {due_at}.", number=number, due_at=date(due_at, "{time}"))
        )

    for button in Snooze:
        app.action(button)(snooze)


def _number_and_kind(value: str) -> tuple[int, NudgeKind]:
    """Raises ValueError."""
    number, _, kind = value.partition(":")
    return int(number), NudgeKind(kind)
