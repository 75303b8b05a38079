"""The connection to Slack, and the two ways in which it delivers."""

from __future__ import annotations

import asyncio

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.domain.errors import StormlampError
from bot.slack_errors import REFUSED_TOKEN, error_of

#: The SDK renews its socket within seconds, unless its ticket is dead: then it tries the same one for ever.
_LOST_SECONDS = 10.0
_LOOK_SECONDS = 0.5
#: A token may be revoked while its socket stays open, and by HTTP nothing else tells of it.
ASK_SECONDS = 60.0

log = structlog.get_logger()


class SlackRefused(StormlampError):
    """Slack does not take our credentials; the page and the command line go on without it."""


class Connection:
    """Says whether Slack takes our credentials; with an app token, opens the socket over which Slack delivers.

    `trouble` is what Slack has said against our token since it was last asked, every `ask_seconds`.
    """

    def __init__(self, app: AsyncApp, app_token: str | None, *, ask_seconds: float = ASK_SECONDS) -> None:
        self._app = app
        self._app_token = app_token
        self._ask_seconds = ask_seconds
        self._delivers = False
        self.trouble: str | None = None

    @property
    def is_up(self) -> bool:
        return self._delivers and self.trouble is None

    async def run(self) -> None:
        """Until cancelled or cut off. Raises SlackRefused, ConnectionError, and what connecting raises."""
        self.trouble = None
        asking = None
        try:
            await self._app.client.auth_test()
            asking = asyncio.create_task(self._keep_asking())
            await self._deliver()
        except SlackApiError as error:
            raise SlackRefused(_refusal(error)) from error
        finally:
            self._delivers = False
            if asking is not None:
                asking.cancel()
                await asyncio.wait({asking})

    async def _keep_asking(self) -> None:
        while True:
            await asyncio.sleep(self._ask_seconds)
            before = self.trouble
            try:
                await self._app.client.auth_test()
                self.trouble = None
            except SlackApiError as error:
                self.trouble = _refusal(error)
            except (SlackClientError, aiohttp.ClientError, OSError):
                self.trouble = "Slack can't be reached."
            if self.trouble != before:
                log.warning("slack_standing", reason=self.trouble or "Slack takes our token again.")

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
            self._delivers = await client.is_connected()
            if self._delivers:
                seen = loop.time()
            await asyncio.sleep(_LOOK_SECONDS)
        raise ConnectionError("Slack's socket was lost, and did not come back by itself.")

    def _say_connected(self, mode: str) -> None:
        self._delivers = True
        log.info("slack_connected", mode=mode)


def _refusal(error: SlackApiError) -> str:
    code = error_of(error)
    way_out = "Check the app's tokens and that it is installed" if code in REFUSED_TOKEN else "It is asked again"
    return f"Slack answered “{code}”. {way_out}; the status page and the command line go on without Slack."
