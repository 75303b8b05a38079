"""Signed HTTP: what Slack posts to us. Bolt checks signature and time stamp before anything is looked at."""

from __future__ import annotations

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

#: Bytes. A view has 250 kB at the most and comes with its state, form-encoded.
_LARGEST = 2_000_000


class HttpEndpoint:
    def __init__(self, app: AsyncApp) -> None:
        self._handler = AsyncSlackRequestHandler(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.method != "POST":
            return PlainTextResponse("Slack posts here.", 405, {"allow": "POST"})
        length = request.headers.get("content-length", "")
        if not length.isdecimal():
            return PlainTextResponse("A content-length is required.", 411)
        if int(length) > _LARGEST:
            return PlainTextResponse("This is too large.", 413)
        try:
            return await self._handler.handle(request)
        except UnicodeDecodeError:
            return PlainTextResponse("This is not UTF-8.", 400)
