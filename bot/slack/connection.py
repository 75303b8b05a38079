"""The connection to Slack: its client, and the socket over which it delivers."""

from __future__ import annotations

import asyncio
import ipaddress
import os
from urllib.parse import urlsplit

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

#: Seconds for one call. Longer than Slack takes, shorter than a lease on what is being delivered.
CALL_TIMEOUT = 10
_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")

log = structlog.get_logger()


def make_client(token: str, api_url: str) -> AsyncWebClient:
    if _is_loopback(api_url):
        # The SDK would send even this machine's own addresses through a proxy, and knows no NO_PROXY.
        for name in _PROXIES:
            os.environ.pop(name, None)
    return AsyncWebClient(token=token, base_url=api_url, timeout=CALL_TIMEOUT)


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class SocketConnection:
    """Socket Mode: Slack delivers over a socket that we open."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        self._app = app
        self._app_token = app_token

    async def run(self) -> None:
        """Until cancelled; the SDK renews the socket by itself. Raises what opening it raises."""
        handler = AsyncSocketModeHandler(self._app, self._app_token)
        try:
            await handler.connect_async()
            log.info("slack_connected", mode="Socket Mode")
            await asyncio.Event().wait()
        except SlackApiError as error:
            raise refused(error) from error
        finally:
            await handler.close_async()


class SlackRefused(Exception):
    """Slack does not take our credentials; the page and the command line go on without it."""


def refused(error: SlackApiError) -> SlackRefused:
    return SlackRefused(
        f"Slack answered “{error.response.get('error')}”. Check SLACK_BOT_TOKEN and SLACK_APP_TOKEN; "
        "the status page and the command line go on without Slack."
    )
