"""What the web server answers beside the pages: Slack's requests, and whether all is well."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.manifest import EVENTS_PATH
from bot.readiness import Readiness


class WebRoutes:
    """`events` takes what Slack delivers by HTTP; without it, nothing of Slack's is taken."""

    def __init__(self, pages: ASGIApp, standing: Callable[[], Awaitable[Readiness]], events: ASGIApp | None) -> None:
        self._pages = pages
        self._standing = standing
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match scope["path"]:
            case "/healthz" | "/readyz" if scope["method"] not in {"GET", "HEAD"}:
                await Response(status_code=405, headers={"allow": "GET, HEAD"})(scope, receive, send)
            case "/healthz":
                await JSONResponse({"alive": True}, headers=_FRESH)(scope, receive, send)
            case "/readyz":
                await (await self._readiness())(scope, receive, send)
            case path if path == EVENTS_PATH and self._events is not None:
                await self._events(scope, receive, send)
            case _:
                await self._pages(scope, receive, send)

    async def _readiness(self) -> Response:
        readiness = await self._standing()
        return JSONResponse(readiness.body(), 200 if readiness.is_ready else 503, _FRESH)


_FRESH = {"cache-control": "no-store"}
