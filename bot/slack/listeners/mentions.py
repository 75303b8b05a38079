"""A mention in a thread or channel: events carry no trigger, so a button leads on to the form."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import Form
from bot.blocks.notices import review_and_publish, sentence
from bot.slack.answering import Answering
from bot.slack.arguments import parse
from bot.slack.commands import ActCommand, FormCommand, TieCommand
from bot.slack.payload import Payload
from bot.slack.public_text import public_text
from bot.slack.services import Services


def register(app: AsyncApp, services: Services, answering: Answering) -> None:
    @app.event("app_mention")
    async def mentioned(body: Payload, event: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        if event.get("bot_id") or not await services.claim_event(body["event_id"]):
            return
        thread = event.get("thread_ts") or event["ts"]
        text = re.sub(rf"<@{context.bot_user_id}(\|[^>]*)?>", "", event["text"], count=1)
        command = parse(public_text(text))
        number = await services.find_incidents.announced_at(event["channel"], thread)
        if isinstance(command, FormCommand):
            request = await answering.request(command)
            if request.number is None and request.form is not Form.DECLARE:
                request = request.model_copy(update={"number": number})
            message = review_and_publish(request)
        elif isinstance(command, ActCommand | TieCommand):
            message = sentence("Type that as a command in the channel: `/incident …`")
        else:
            message = await answering.message(command, channel=event["channel"])
        await client.chat_postMessage(
            channel=event["channel"], thread_ts=thread, text=message.text, blocks=message.blocks
        )
