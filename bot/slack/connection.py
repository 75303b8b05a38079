"""The connection to Slack, and the two ways in which it delivers."""

from __future__ import annotations

import asyncio

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.domain.errors import StormlampError

log = structlog.get_logger()


class SlackRefused(StormlampError):
    """Slack does not take our credentials; the page and the command line go on without it."""


class Connection:
    """Says whether Slack takes our credentials; with an app token, opens the socket over which Slack delivers."""

    def __init__(self, app: AsyncApp, app_token: str | None) -> None:
        self._app = app
        self._app_token = app_token
        self.is_up = False

    async def run(self) -> None:
        """Until cancelled; the SDK renews the socket by itself. Raises SlackRefused, and what connecting raises."""
        try:
            await self._app.client.auth_test()
            await self._deliver()
        except SlackApiError as error:
            raise SlackRefused(
                f"Slack answered “{error.response.get('error')}”. Check the app's tokens and that it is installed; "
                "the status page and the command line go on without Slack."
            ) from error
        finally:
            self.is_up = False

    async def _deliver(self) -> None:
        if self._app_token is None:
            self._say_connected("signed HTTP")
            await asyncio.Event().wait()
            return
        handler = AsyncSocketModeHandler(self._app, self._app_token)
        try:
            await handler.connect_async()
            self._say_connected("Socket Mode")
            await asyncio.Event().wait()
        finally:
            await handler.close_async()

    def _say_connected(self, mode: str) -> None:
        self.is_up = True
        log.info("slack_connected", mode=mode)
