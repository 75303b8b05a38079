"""The connection to Slack, and the two ways in which it delivers."""

from __future__ import annotations

import asyncio

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.domain.errors import StormlampError

#: The SDK renews its socket within seconds, unless its ticket is dead: then it tries the same one for ever.
_LOST_SECONDS = 10.0
_LOOK_SECONDS = 0.5

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
        """Until cancelled or cut off. Raises SlackRefused, ConnectionError, and what connecting raises."""
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
        client = handler.client
        try:
            # The SDK would ask for ever, and tell nobody that the app token is refused.
            client.wss_uri = await client.issue_new_wss_url()
            async with asyncio.timeout(_LOST_SECONDS):
                await handler.connect_async()
            self._say_connected("Socket Mode")
            await self._watch(client)
        finally:
            await handler.close_async()

    async def _watch(self, client: SocketModeClient) -> None:
        """Raises ConnectionError once the socket has been away for too long."""
        loop = asyncio.get_running_loop()
        seen = loop.time()
        while loop.time() - seen < _LOST_SECONDS:
            self.is_up = await client.is_connected()
            if self.is_up:
                seen = loop.time()
            await asyncio.sleep(_LOOK_SECONDS)
        raise ConnectionError("Slack's socket was lost, and did not come back by itself.")

    def _say_connected(self, mode: str) -> None:
        self.is_up = True
        log.info("slack_connected", mode=mode)
