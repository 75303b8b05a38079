"""The connection to Slack, and the two ways in which it delivers."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.domain.errors import StormlampError
from bot.slack.incoming import IncomingApp
from bot.slack_errors import REFUSED_TOKEN, error_of

#: The SDK renews its socket within seconds, unless its ticket is dead: then it tries the same one for ever.
_LOST_SECONDS = 10.0
_LOOK_SECONDS = 0.5
#: Between two signs of life that Slack is asked for on its socket: it is given up after one and a half of that.
_PING_SECONDS = 5.0
#: For Slack to say goodbye, too: whoever is silent would take aiohttp's ten seconds for it.
_GOODBYE_SECONDS = 1.0
#: A token may be revoked while its socket stays open, and by HTTP nothing else tells of it.
ASK_SECONDS = 60.0

_LOST = "Slack's socket was lost. It is opened anew."
_UNREACHABLE = "Slack can't be reached; the status page and the command line go on without it."

log = structlog.get_logger()


class SlackAway(StormlampError):
    """Slack does not take our credentials, or is not there; the page and the command line go on without it."""


class Connection:
    """Says whether Slack takes our credentials; with an app token, opens the socket over which Slack delivers.

    `trouble` is what Slack has said against our token since it was last asked, every `ask_seconds`.
    """

    def __init__(self, app: IncomingApp, app_token: str | None, *, ask_seconds: float = ASK_SECONDS) -> None:
        self._app = app
        self._app_token = app_token
        self._ask_seconds = ask_seconds
        self._delivers = False
        self._heard_on = ""
        """The session of the socket on which Slack has said something."""
        self.trouble: str | None = None
        self.lost: str | None = None
        """Why nothing is delivered any more, until something is."""

    @property
    def is_up(self) -> bool:
        return self._delivers and self.trouble is None

    async def run(self) -> None:
        """Until cancelled or cut off. Raises SlackAway."""
        self.trouble = None
        asking = None
        try:
            await self._app.ourselves.ask()
            asking = asyncio.create_task(self._keep_asking())
            await self._deliver()
        except SlackApiError as error:
            raise self._away(_refusal(error)) from error
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            raise self._away(_UNREACHABLE) from error
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
                await self._app.ourselves.ask()
                self.trouble = None
            except SlackApiError as error:
                self.trouble = _refusal(error)
            except (SlackClientError, aiohttp.ClientError, OSError):
                self.trouble = _UNREACHABLE
            if self.trouble != before:
                log.warning("slack_standing", reason=self.trouble or "Slack takes our token again.")

    async def _deliver(self) -> None:
        if self._app_token is None:
            self._note(delivers=True)
            await asyncio.Event().wait()
            return
        handler = AsyncSocketModeHandler(self._app, self._app_token, ping_interval=_PING_SECONDS)
        client = handler.client

        async def heard(_message: aiohttp.WSMessage) -> None:
            self._heard_on = await client.session_id()
            self._note(delivers=True)

        client.on_message_listeners.append(heard)
        try:
            # The SDK would ask for ever, and tell nobody that the app token is refused.
            client.wss_uri = await client.issue_new_wss_url()
            async with asyncio.timeout(_LOST_SECONDS):
                await handler.connect_async()
            await self._watch(client)
        finally:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_GOODBYE_SECONDS):
                    await client.disconnect()
            await handler.close_async()

    async def _watch(self, client: SocketModeClient) -> None:
        """Raises SlackAway once the socket has been away for too long, and what connecting raises."""
        loop = asyncio.get_running_loop()
        seen = loop.time()
        while loop.time() - seen < _LOST_SECONDS:
            is_open = await client.is_connected()
            # One on which nothing was ever said may be silent for good.
            self._note(delivers=is_open and self._heard_on == await client.session_id())
            if self._delivers:
                seen = loop.time()
            await asyncio.sleep(_LOOK_SECONDS)
            if not is_open:
                # The SDK looks less often, and Slack's users are told that we do not answer meanwhile.
                async with asyncio.timeout(_LOST_SECONDS):
                    await client.connect_to_new_endpoint()
        raise self._away("Slack's socket was lost, and did not come back by itself.")

    def _note(self, *, delivers: bool) -> None:
        if delivers and not self._delivers:
            log.info("slack_connected", mode="signed HTTP" if self._app_token is None else "Socket Mode")
        if self._delivers and not delivers:
            log.warning("slack_disconnected")
            self.lost = _LOST
        if delivers:
            self.lost = None
        self._delivers = delivers

    def _away(self, reason: str) -> SlackAway:
        self.lost = reason
        return SlackAway(reason)


def _refusal(error: SlackApiError) -> str:
    code = error_of(error)
    way_out = "Check the app's tokens and that it is installed" if code in REFUSED_TOKEN else "It is asked again"
    return f"Slack answered “{code}”. {way_out}; the status page and the command line go on without Slack."
