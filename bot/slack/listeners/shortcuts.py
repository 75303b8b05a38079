"""Ways in without typing: a shortcut from anywhere, and one on a message."""

from __future__ import annotations

import asyncio

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import limits
from bot.blocks.form_request import FormRequest
from bot.blocks.ids import Form, Shortcut
from bot.blocks.notices import form_did_not_open
from bot.domain.errors import TryAgain
from bot.domain.text import TITLE_LIMIT
from bot.slack.caller import Caller, caller_of
from bot.slack.in_time import in_time
from bot.slack.opening import Opening
from bot.slack.payload import Payload
from bot.slack.plain_text import plain_text
from bot.slack.public_text import public_text
from bot.slack.services import Services

# Seconds of the three that a trigger lives.
_PATIENCE = 0.7
_LOOKED_UP_WITHIN = 1.5


def register(app: AsyncApp, services: Services, opening: Opening) -> None:
    @app.shortcut(Shortcut.DECLARE_INCIDENT)
    async def declare_incident(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        await opening(FormRequest(form=Form.DECLARE), caller_of(body, client))

    @app.shortcut(Shortcut.POST_TO_STATUS_PAGE)
    async def post_to_status_page(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        message, caller = body["message"], caller_of(body, client)
        thread = message.get("thread_ts") or message["ts"]
        request = FormRequest(
            form=Form.UPDATE,
            message=public_text(message.get("text") or ""),
            source=await _permalink(caller, message),
        )
        try:
            looking = services.find_incidents.announced_at(caller.channel or "", thread)
            number = await in_time(looking, seconds=_LOOKED_UP_WITHIN)
        except TryAgain as error:
            await caller.answer(form_did_not_open(error.message, request))
        else:
            await opening(request.model_copy(update={"number": number}), caller)

    @app.shortcut(Shortcut.DECLARE_FROM_MESSAGE)
    async def declare_from_message(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        message, caller = body["message"], caller_of(body, client)
        text = public_text(message.get("text") or "")
        first_line = plain_text(message.get("text") or "").strip().partition("\n")[0]
        request = FormRequest(
            form=Form.DECLARE,
            title=limits.cut(first_line, TITLE_LIMIT),
            message=text,
            source=await _permalink(caller, message),
        )
        await opening(request, caller)


async def _permalink(caller: Caller, message: Payload) -> str:
    """Nothing where Slack does not tell: a channel that the bot is not in. The form must not wait for it."""
    try:
        async with asyncio.timeout(_PATIENCE):
            answer = await caller.client.chat_getPermalink(channel=caller.channel or "", message_ts=message["ts"])
    except (SlackClientError, aiohttp.ClientError, OSError):
        return ""
    return str(answer["permalink"])
