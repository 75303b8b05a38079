"""A mention in a thread or channel: events carry no trigger, so a button leads on to the form.

What a mention only shows is shown to whoever asked: others in the channel may be guests or strangers.
"""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import Form
from bot.blocks.message import Message
from bot.blocks.notices import refusal, review_and_publish, sentence
from bot.domain.errors import StormlampError
from bot.domain.texts import say
from bot.slack.answering import Answering
from bot.slack.arguments import parse
from bot.slack.commands import ActCommand, FormCommand, ShowCommand, TieCommand
from bot.slack.payload import Payload
from bot.slack.public_text import public_text
from bot.slack.services import Services


def register(app: AsyncApp, services: Services, answering: Answering) -> None:
    @app.event("app_mention")
    async def mentioned(body: Payload, event: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        if event.get("bot_id") or not await services.claim_event(body["event_id"]):
            return
        text = re.sub(rf"<@{context.bot_user_id}(\|[^>]*)?>", "", event["text"], count=1)
        command = parse(public_text(text))
        if isinstance(command, FormCommand):
            await lead_on(command, event, client)
            return
        message = await shown(command, event)
        await client.chat_postEphemeral(
            channel=event["channel"],
            user=event["user"],
            thread_ts=event.get("thread_ts"),
            text=message.text,
            blocks=message.blocks,
        )

    async def lead_on(command: FormCommand, event: Payload, client: AsyncWebClient) -> None:
        request = await answering.request(command)
        thread = event.get("thread_ts") or event["ts"]
        if request.number is None and request.form is not Form.DECLARE:
            number = await services.find_incidents.announced_at(event["channel"], thread)
            request = request.model_copy(update={"number": number})
        message = review_and_publish(request)
        await client.chat_postMessage(
            channel=event["channel"], thread_ts=thread, text=message.text, blocks=message.blocks
        )

    async def shown(command: ShowCommand | ActCommand | TieCommand, event: Payload) -> Message:
        if isinstance(command, ActCommand | TieCommand):
            return sentence(say("Type that as a command in the channel: `/incident …`"))
        try:
            return await answering.message(command, user=event["user"], channel=event["channel"])
        except StormlampError as error:
            return refusal(error.message)
