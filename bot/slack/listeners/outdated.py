"""What no version of ours knows any more, or none yet, still gets an answer: Slack shows an error without one."""

from __future__ import annotations

import re

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ids import NOTICE
from bot.blocks.notices import OUTDATED, notice_view, sentence
from bot.domain.texts import say
from bot.slack.caller import caller_of
from bot.slack.payload import Payload

_ANYTHING = re.compile("")

log = structlog.get_logger()


def register(app: AsyncApp) -> None:
    """After all others: the first listener that matches is taken."""

    @app.action(_ANYTHING)
    async def press(ack: AsyncAck, body: Payload, action: Payload, client: AsyncWebClient) -> None:
        await ack()
        # A select or a box in a form tells its choice when the form is sent.
        if action.get("type") == "button":
            await caller_of(body, client).answer(sentence(say(OUTDATED)))

    @app.view(_ANYTHING)
    async def submit(ack: AsyncAck, view: Payload) -> None:
        if view["callback_id"] == NOTICE:
            await ack()
            return
        await ack(response_action="push", view=notice_view(sentence(say(OUTDATED))).to_dict())

    @app.shortcut(_ANYTHING)
    async def use(ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        await ack()
        await caller_of(body, client).answer(sentence(say(OUTDATED)))

    @app.options(_ANYTHING)
    async def suggest(ack: AsyncAck) -> None:
        await ack(options=[])

    @app.view_closed(_ANYTHING)
    async def close(ack: AsyncAck) -> None:
        await ack()

    @app.event(_ANYTHING)
    async def tell(event: Payload) -> None:
        """Else Slack would tell of it thrice more, and in the end of nothing at all."""
        log.info("event_not_listened_to", type=event["type"])
