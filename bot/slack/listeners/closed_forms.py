"""Forms that somebody closed without sending them: they write about that incident no more."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.drafting import DRAFTS, Drafting
from bot.slack.payload import Payload


def register(app: AsyncApp, drafting: Drafting) -> None:
    async def closed(ack: AsyncAck, view: Payload) -> None:
        await ack()
        await drafting.closed(view["id"])

    for form in DRAFTS:
        app.view_closed(form)(closed)
