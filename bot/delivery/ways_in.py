"""The two ways in which Slack delivers to us, each tried as Slack would."""

from __future__ import annotations

import asyncio
import json

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.finding import Finding
from bot.domain.texts import say
from bot.slack_errors import RATE_LIMITED, error_of
from bot.use_cases.clock import Clock

_SECONDS = 5.0
_CHALLENGE = "doctor"


class BySocket:
    def __init__(self, app_token: str) -> None:
        self._app_token = app_token

    async def examine(self, client: AsyncWebClient) -> Finding:
        """Asks for a socket, and leaves it: the one that is open stays."""
        subject = say("Slack's deliveries")
        way_out = say("Make an app-level token with the scope connections:write, and set SLACK_APP_TOKEN to it.")
        try:
            await client.apps_connections_open(app_token=self._app_token)
        except SlackApiError as error:
            if error_of(error) in RATE_LIMITED:
                # Slack lets sockets be asked for about once a minute: who asks too often has a token that is taken.
                return Finding(subject=subject, is_ok=True, detail=say("by Socket Mode; Slack was asked just before"))
            detail = say("by Socket Mode; the app token is refused: {error}", error=error_of(error))
            return Finding(subject=subject, is_ok=False, detail=detail, way_out=way_out)
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            detail = say("can't be reached: {error}", error=type(error).__name__)
            return Finding(subject=subject, is_ok=False, detail=detail, way_out=say("Try again."))
        return Finding(subject=subject, is_ok=True, detail=say("by Socket Mode; the app token opens one"))


class ByHttp:
    """`url` is what Slack posts to."""

    def __init__(self, url: str, signing_secret: str, clock: Clock) -> None:
        self._url = url
        self._signing_secret = signing_secret
        self._clock = clock

    async def examine(self, _client: AsyncWebClient) -> Finding:
        """Asks what Slack asks of a new address (`url_verification`), signed as Slack signs."""
        subject = say("Slack's deliveries")
        body = json.dumps({"type": "url_verification", "challenge": _CHALLENGE})
        try:
            async with (
                asyncio.timeout(_SECONDS),
                aiohttp.ClientSession() as session,
                session.post(self._url, data=body, headers=self._headers(body)) as response,
            ):
                status, answer = response.status, await response.text()
        except (aiohttp.ClientError, OSError) as error:
            return Finding(
                subject=subject,
                is_ok=False,
                detail=say("{url} can't be reached: {error}", url=self._url, error=type(error).__name__),
                way_out=say("Is `stormlamp run` running, and is STORMLAMP_PUBLIC_URL where Slack reaches it?"),
            )
        if status == 200 and _CHALLENGE in answer:
            detail = say("by signed HTTP; {url} takes what our secret has signed", url=self._url)
            return Finding(subject=subject, is_ok=True, detail=detail)
        return Finding(
            subject=subject,
            is_ok=False,
            detail=say("{url} refuses what our secret has signed: {status}", url=self._url, status=status),
            way_out=say(
                "Set SLACK_SIGNING_SECRET to the app's own, here and for `stormlamp run`, and let requests through "
                "to it unchanged."
            ),
        )

    def _headers(self, body: str) -> dict[str, str]:
        timestamp = str(int(self._clock().timestamp()))
        signature = SignatureVerifier(self._signing_secret).generate_signature(timestamp=timestamp, body=body)
        return {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature or "",
        }
