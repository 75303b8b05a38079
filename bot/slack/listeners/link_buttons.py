"""Buttons that only lead to an address: Slack opens it, and wants its click acknowledged all the same."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.blocks.ids import OPEN_LINK, AnnouncementAction


def register(app: AsyncApp) -> None:
    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    for button in (OPEN_LINK, AnnouncementAction.VIEW_PAGE):
        app.action(button)(acknowledge)
