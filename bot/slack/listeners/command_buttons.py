"""Buttons that run a command: what it answers takes the place of their message."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import RunCommand
from bot.slack.answering import Answering
from bot.slack.arguments import parse
from bot.slack.caller import caller_of
from bot.slack.payload import Payload, pressed


def register(app: AsyncApp, answering: Answering) -> None:
    async def run(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await answering(pressed(action, parse), caller_of(body, client), ack, replace=True)

    for button in RunCommand:
        app.action(button)(run)
