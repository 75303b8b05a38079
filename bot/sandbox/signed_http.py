"""Signed HTTP: Slack posts everything to the app's request URL, signed with the secret that both know."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.clock import Clock
from bot.sandbox.deliveries import Kind, NobodyListens, Payload, Retry, Unacknowledged


async def _note_sent(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
    context.trace_request_ctx()


_TRACE = aiohttp.TraceConfig()
_TRACE.on_request_chunk_sent.append(_note_sent)
_TRACE.freeze()


class SignedHttp:
    def __init__(self, request_url: str, signing_secret: str, clock: Clock) -> None:
        self._request_url = request_url
        self._signer = SignatureVerifier(signing_secret)
        self._clock = clock

    async def send(self, kind: Kind, payload: Payload, retry: Retry | None, sent: Callable[[], None]) -> Payload:
        body, content_type = _encoded(kind, payload)
        timestamp = str(int(self._clock().timestamp()))
        signature = self._signer.generate_signature(timestamp=timestamp, body=body)
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": signature or "",
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }
        if retry is not None:
            headers |= {"x-slack-retry-num": str(retry.attempt), "x-slack-retry-reason": f"http_{retry.reason}"}
        try:
            async with (
                aiohttp.ClientSession(trust_env=False, trace_configs=[_TRACE]) as session,
                session.post(self._request_url, data=body, headers=headers, trace_request_ctx=sent) as response,
            ):
                return _answer(response.status, await response.text())
        except aiohttp.ClientError as error:
            raise NobodyListens from error


def _encoded(kind: Kind, payload: Payload) -> tuple[str, str]:
    match kind:
        case Kind.COMMAND:
            return urlencode(payload), "application/x-www-form-urlencoded"
        case Kind.INTERACTION:
            return urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
        case Kind.EVENT:
            return json.dumps(payload), "application/json"


def _answer(status: int, text: str) -> Payload:
    if not 200 <= status < 300:
        raise Unacknowledged(f"The app answered {status}.")
    if not text:
        return {}
    try:
        answer: Any = json.loads(text)
    except ValueError:
        answer = {"text": text}
    return answer if isinstance(answer, dict) else {}
