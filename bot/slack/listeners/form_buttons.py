"""Buttons that open a form, in our answers and on an announcement."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.form_request import FormRequest
from bot.blocks.ids import AnnouncementAction, Form, OpenForm
from bot.slack.caller import caller_of
from bot.slack.opening import Opening
from bot.slack.payload import Payload, pressed


def register(app: AsyncApp, opening: Opening) -> None:
    async def open_form(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        await opening(pressed(action, FormRequest.model_validate_json), caller_of(body, client))

    for button in OpenForm:
        app.action(button)(open_form)

    @app.action(AnnouncementAction.POST_UPDATE)
    async def post_update(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        await opening(FormRequest(form=Form.UPDATE, number=pressed(action, int)), caller_of(body, client))

    @app.action(AnnouncementAction.PUBLISH)
    async def publish(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        await opening(FormRequest(form=Form.PUBLISH, number=pressed(action, int)), caller_of(body, client))

    @app.action(AnnouncementAction.RESOLVE)
    async def resolve(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        await opening(FormRequest(form=Form.RESOLVE, number=pressed(action, int)), caller_of(body, client))
