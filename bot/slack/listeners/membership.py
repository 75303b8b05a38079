"""The bot has come into a channel: what waited for that can go out."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.slack.payload import Payload
from bot.slack.services import Services


def register(app: AsyncApp, services: Services) -> None:
    @app.event("member_joined_channel")
    async def joined(event: Payload, context: AsyncBoltContext) -> None:
        if event["user"] == context.bot_user_id:
            await services.wake_channel(event["channel"])
