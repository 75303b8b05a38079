"""The app's home: opened, filtered, turned."""

from __future__ import annotations

from typing import Any

import aiohttp
import structlog
from pydantic import ValidationError
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackClientError

from bot.blocks.home_history import ANY, HomeMemory
from bot.blocks.ids import HOME, HomeAction
from bot.domain.component import PageId
from bot.domain.errors import StormlampError
from bot.domain.history import Standing
from bot.slack.home_tabs import HomeTabs
from bot.slack.payload import Payload, pressed, user_of

log = structlog.get_logger()


def register(app: AsyncApp, tabs: HomeTabs) -> None:
    @app.event("app_home_opened")
    async def opened(event: Payload) -> None:
        # The tab with the direct messages says so, too.
        if event.get("tab") == "home":
            view = event.get("view") or {}
            await show(event["user"], _memory(view) if view.get("callback_id") == HOME else None)

    @app.action(HomeAction.FILTER_PAGE)
    async def filter_page(ack: AsyncAck, body: Payload, action: Payload) -> None:
        await ack()
        await choose(body, page=pressed(action, _page), leaf=1)

    @app.action(HomeAction.FILTER_STANDING)
    async def filter_standing(ack: AsyncAck, body: Payload, action: Payload) -> None:
        await ack()
        await choose(body, standing=pressed(action, _standing), leaf=1)

    @app.action(HomeAction.NEWER)
    @app.action(HomeAction.OLDER)
    async def turn(ack: AsyncAck, body: Payload, action: Payload) -> None:
        await ack()
        await choose(body, leaf=pressed(action, int))

    async def choose(body: Payload, **changed: Any) -> None:
        await show(user_of(body), _memory(body.get("view") or {}).model_copy(update=changed))

    async def show(user: str, memory: HomeMemory | None) -> None:
        try:
            await tabs.show(user, memory)
        except (StormlampError, SlackClientError, aiohttp.ClientError, OSError) as error:
            # It stays as it stood; whoever opens it again has it written anew.
            log.warning("home_not_shown", user=user, error=str(error))


def _page(value: str) -> PageId | None:
    return None if value == ANY else PageId(value)


def _standing(value: str) -> Standing | None:
    """Raises ValueError."""
    return None if value == ANY else Standing(value)


def _memory(view: Payload) -> HomeMemory:
    """What another version has left there shows everything."""
    try:
        return HomeMemory.model_validate_json(view.get("private_metadata") or "{}")
    except ValidationError:
        return HomeMemory()
