"""Slack's Web API client, as this application uses it."""

from __future__ import annotations

import contextlib
import ipaddress
import os
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError, SlackRequestError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.metrics import Metrics

#: Seconds for one call. Longer than Slack takes, shorter than a lease on what is being delivered.
CALL_TIMEOUT = 10
#: For so long a connection is kept for the next call: less than servers keep theirs, so that no call meets its end.
_KEPT_SECONDS = 4.0
_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")


class SlackClient(AsyncWebClient):
    """Raises SlackRequestError for an answer that can't be read, where the SDK stumbles over it.

    The answer of every SlackApiError has an `error`, though a proxy in between sent a text.
    """

    def __init__(self, *, metrics: Metrics, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._metrics = metrics

    @contextlib.asynccontextmanager
    async def keeping_connections(self) -> AsyncIterator[None]:
        """Within the block one call goes over the connection of another, which saves it a handshake or two."""
        async with aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=self.timeout),
            connector=aiohttp.TCPConnector(keepalive_timeout=_KEPT_SECONDS),
            # As without it, where each call had a session of its own: Slack needs none of what it sets.
            cookie_jar=aiohttp.DummyCookieJar(),
        ) as session:
            self.session = session
            try:
                yield
            finally:
                self.session = None

    async def api_call(self, api_method: str, **kwargs: Any) -> AsyncSlackResponse:
        outcome = "failed"
        try:
            response = await self._call(api_method, **kwargs)
            outcome = "ok"
            return response
        except SlackApiError as error:
            outcome = self._metrics.error_named(str(error.response.get("error")))
            raise
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            # One of few names: the SDK's and the network's own errors.
            outcome = type(error).__name__
            raise
        finally:
            self._metrics.slack_calls.labels(api_method, outcome).inc()

    async def _call(self, api_method: str, **kwargs: Any) -> AsyncSlackResponse:
        try:
            return await super().api_call(api_method, **kwargs)
        except AttributeError as error:
            # The SDK takes a body of text, as failing servers and proxies send it, for a dictionary.
            raise SlackRequestError("Slack's answer can't be read.") from error
        except SlackApiError as error:
            if isinstance(error.response, AsyncSlackResponse):
                status, data = error.response.status_code, error.response.data
                if isinstance(data, dict) and data.get("error"):
                    raise
                if status == 429 or status >= 500:
                    error.response.data = {"ok": False, "error": f"http_{status}"}
                    raise
                # A proxy's, or half of Slack's own: it says nothing of what became of the call.
            raise SlackRequestError("Slack's answer can't be read.") from error


class UnheardRetryHandler(AsyncConnectionErrorRetryHandler):
    """Calls once more what Slack has not heard, and what changes nothing: the SDK's own posts twice what Slack has
    stored before its answer was cut off.
    """

    async def _can_retry_async(self, *, request: HttpRequest, error: Exception | None = None, **told: Any) -> bool:
        is_safe = request.method == "GET" or isinstance(error, aiohttp.ClientConnectorError)
        return is_safe and await super()._can_retry_async(request=request, error=error, **told)


def make_client(token: str, api_url: str, *, metrics: Metrics | None = None) -> SlackClient:
    """Without `metrics`, its calls are counted for nobody."""
    if _is_loopback(api_url):
        # The SDK would send even this machine's own addresses through a proxy, and knows no NO_PROXY.
        for name in _PROXIES:
            os.environ.pop(name, None)
    return SlackClient(
        metrics=metrics or Metrics(),
        token=token,
        base_url=api_url,
        timeout=CALL_TIMEOUT,
        retry_handlers=[UnheardRetryHandler()],
    )


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
