"""Around an application: every answer has the headers that protect, also that to a request which came to no end."""

from __future__ import annotations

import asyncio

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.status_page.answers import SECURITY

_CLOSE = {"connection": "close"}


class Secured:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_begun = False

        async def secured(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                # Pages have their own, and what other sites may show has fewer of them.
                if not any(name == b"x-content-type-options" for name, _ in message["headers"]):
                    message["headers"] = [*message["headers"], *SECURITY]
            await send(message)

        try:
            await self._app(scope, receive, secured)
        except asyncio.CancelledError:
            # The server stops, and has waited for as long as it does. That is no fault of the application's.
            if not has_begun:
                await PlainTextResponse("This server stops.", 503, _CLOSE)(scope, receive, secured)
        except Exception:
            if not has_begun:
                await PlainTextResponse("Something went wrong here.", 500, _CLOSE)(scope, receive, secured)
            raise
