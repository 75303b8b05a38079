"""Ways in without typing: a shortcut from anywhere, and one on a message."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.form_request import FormRequest
from bot.blocks.ids import Form, Shortcut
from bot.slack.caller import caller_of
from bot.slack.opening import Opening
from bot.slack.payload import Payload
from bot.slack.plain_text import plain_text


def register(app: AsyncApp, opening: Opening) -> None:
    @app.shortcut(Shortcut.DECLARE_INCIDENT)
    async def declare_incident(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        await opening(FormRequest(form=Form.DECLARE), caller_of(body, client))

    @app.shortcut(Shortcut.POST_TO_STATUS_PAGE)
    async def post_to_status_page(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        text = plain_text(body["message"].get("text", ""))
        await opening(FormRequest(form=Form.UPDATE, message=text), caller_of(body, client))
