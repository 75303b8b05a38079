"""Slack's Web API client, as this application uses it."""

from __future__ import annotations

import ipaddress
import os
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

#: Seconds for one call. Longer than Slack takes, shorter than a lease on what is being delivered.
CALL_TIMEOUT = 10
_PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")


class SlackClient(AsyncWebClient):
    """Raises SlackRequestError for an answer that can't be read, where the SDK stumbles over it."""

    async def api_call(self, *args: Any, **kwargs: Any) -> AsyncSlackResponse:
        try:
            return await super().api_call(*args, **kwargs)
        except AttributeError as error:
            # The SDK takes a body of text, as failing servers and proxies send it, for a dictionary.
            raise SlackRequestError("Slack's answer can't be read.") from error
        except SlackApiError as error:
            if isinstance(error.response, AsyncSlackResponse):
                raise
            raise SlackRequestError("Slack's answer can't be read.") from error


def make_client(token: str, api_url: str) -> SlackClient:
    if _is_loopback(api_url):
        # The SDK would send even this machine's own addresses through a proxy, and knows no NO_PROXY.
        for name in _PROXIES:
            os.environ.pop(name, None)
    return SlackClient(token=token, base_url=api_url, timeout=CALL_TIMEOUT)


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
