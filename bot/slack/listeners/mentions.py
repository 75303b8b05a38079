"""A mention in a thread or channel: events carry no trigger, so a button leads on to the form.

What a mention only shows is shown to whoever asked: others in the channel may be guests or strangers.
"""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from bot.blocks.form_request import FormRequest
from bot.blocks.ids import Form
from bot.blocks.message import Message
from bot.blocks.notices import refusal, review_and_publish, sentence
from bot.domain.errors import StormlampError
from bot.domain.texts import say
from bot.slack.answering import Answering
from bot.slack.arguments import parse
from bot.slack.commands import ActCommand, Command, FormCommand, ShowCommand, TieCommand
from bot.slack.payload import Payload, origin_of_event
from bot.slack.public_text import public_text
from bot.slack.services import Services
from bot.use_cases.effects import PostAnswer


def register(app: AsyncApp, services: Services, answering: Answering) -> None:
    @app.event("app_mention")
    async def mentioned(ack: AsyncAck, body: Payload, event: Payload, context: AsyncBoltContext) -> None:
        """Acknowledged once its answer is owed."""
        if event.get("user") and not event.get("bot_id"):
            text = re.sub(rf"<@{context.bot_user_id}(\|[^>]*)?>", "", event.get("text") or "", count=1)
            answer = await answer_to(parse(public_text(text)), event)
            await services.answer_mention(answer, origin=origin_of_event(body, event["channel"]))
        await ack()

    async def answer_to(command: Command, event: Payload) -> PostAnswer:
        try:
            if isinstance(command, FormCommand):
                # A form that they may not send is offered to nobody.
                services.responders.admit(await services.directory.actor(event["user"]))
                request = await request_of(command, event)
                return _answer(review_and_publish(request), event, thread=_thread_of(event), is_for_all=True)
            message = await shown(command, event)
        except StormlampError as error:
            message = refusal(error.message)
        return _answer(message, event, thread=event.get("thread_ts"), is_for_all=False)

    async def request_of(command: FormCommand, event: Payload) -> FormRequest:
        request = await answering.request(command)
        if request.number is None and request.form is not Form.DECLARE:
            number = await services.find_incidents.announced_at(event["channel"], _thread_of(event))
            request = request.model_copy(update={"number": number})
        return request

    async def shown(command: ShowCommand | ActCommand | TieCommand, event: Payload) -> Message:
        if isinstance(command, ActCommand | TieCommand):
            return sentence(say("Type that as a command in the channel: `/incident …`"))
        return await answering.message(command, user=event["user"], channel=event["channel"])


def _thread_of(event: Payload) -> str:
    return str(event.get("thread_ts") or event["ts"])


def _answer(message: Message, event: Payload, *, thread: str | None, is_for_all: bool) -> PostAnswer:
    return PostAnswer(
        user=event["user"],
        channel=event["channel"],
        thread=thread,
        is_for_all=is_for_all,
        text=message.text,
        blocks=[block.to_dict() for block in message.blocks],
    )
