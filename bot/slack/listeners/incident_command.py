"""`/incident` and all that may stand behind it."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.answering import Answering
from bot.slack.arguments import parse
from bot.slack.caller import caller_of
from bot.slack.payload import Payload
from bot.slack.plain_text import plain_text


def register(app: AsyncApp, answering: Answering) -> None:
    @app.command("/incident")
    async def incident(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await answering(parse(plain_text(body.get("text", ""))), caller_of(body, client), ack)
