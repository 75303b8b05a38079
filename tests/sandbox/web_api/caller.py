"""Calls of the Web API as they go over the wire, without the SDK between."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.sandbox import Sandbox


class Way(StrEnum):
    """The four ways in which Slack's SDK sends arguments."""

    GET_QUERY = "GET with a query"
    POST_QUERY = "POST with a query"
    POST_JSON = "POST with JSON"
    POST_FORM = "POST with a form"


class Caller:
    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self._sandbox = sandbox
        self._session = session

    async def response(
        self, method: str, *, way: Way = Way.POST_JSON, token: str | None = Sandbox.bot_token, **arguments: Any
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers (names in lower case), body. No `token`: none is sent."""
        url = self._sandbox.api_url + method
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        flat = {name: value if isinstance(value, str) else json.dumps(value) for name, value in arguments.items()}
        match way:
            case Way.GET_QUERY:
                call = self._session.get(url, params=flat, headers=headers)
            case Way.POST_QUERY:
                call = self._session.post(url, params=flat, headers=headers)
            case Way.POST_JSON:
                call = self._session.post(url, json=arguments, headers=headers)
            case Way.POST_FORM:
                headers["content-type"] = "application/x-www-form-urlencoded"
                call = self._session.post(url, data=urlencode(flat), headers=headers)
        async with call as response:
            return response.status, {k.lower(): v for k, v in response.headers.items()}, await response.text()

    async def __call__(self, method: str, **arguments: Any) -> dict[str, Any]:
        """What Slack answers, refusals too."""
        status, _, body = await self.response(method, **arguments)
        assert status == 200, (status, body)
        answer: dict[str, Any] = json.loads(body)
        return answer

    async def ok(self, method: str, **arguments: Any) -> dict[str, Any]:
        answer = await self(method, **arguments)
        assert answer["ok"], answer
        return answer

    async def error(self, method: str, **arguments: Any) -> str:
        answer = await self(method, **arguments)
        assert not answer["ok"], answer
        return str(answer["error"])
