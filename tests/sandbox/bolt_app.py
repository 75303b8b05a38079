"""A little bolt app, the client under which the sandbox is tried: what it gets and what it does is the test's."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.app_config import AppConfig, Shortcut
from bot.sandbox.sandbox import Sandbox
from bot.web_server import Server, bind
from tests.serving import serving

Json = dict[str, Any]

#: May do all that the sandbox knows.
CONFIG = AppConfig(
    scopes=frozenset(
        {
            "bookmarks:read",
            "bookmarks:write",
            "channels:join",
            "channels:manage",
            "chat:write",
            "im:write",
            "links:write",
        }
    )
    | {f"{kind}:{what}" for kind in ("channels", "groups", "im", "mpim") for what in ("history", "read")}
    | {"groups:write", "team:read", "usergroups:read", "users:read"},
    events=frozenset({"app_home_opened", "app_mention", "member_joined_channel"}),
    commands=frozenset({"/try", "/nobody"}),
    escapes=True,
    shortcuts=(
        Shortcut(callback_id="try_anywhere", name="Try", type="global"),
        Shortcut(callback_id="try_message", name="Try this", type="message"),
    ),
    has_home=True,
)


def bolt_app(sandbox: Sandbox, *, signing_secret: str = Sandbox.signing_secret) -> AsyncApp:
    client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    return AsyncApp(client=client, signing_secret=signing_secret)


@contextlib.asynccontextmanager
async def by_socket(app: AsyncApp, sandbox: Sandbox) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, sandbox.app_token)
    await handler.connect_async()
    await sandbox.connected()
    try:
        yield
    finally:
        await handler.close_async()


@contextlib.asynccontextmanager
async def by_http(app: AsyncApp, sandbox: Sandbox) -> AsyncIterator[list[dict[str, str]]]:
    """The headers of each request that came."""
    bolt = AsyncSlackRequestHandler(app)
    headers: list[dict[str, str]] = []

    async def receive(request: Request) -> Response:
        headers.append(dict(request.headers))
        response: Response = await bolt.handle(request)
        return response

    listener = bind("127.0.0.1", 0)
    app_over_http = Starlette(routes=[Route("/slack", receive, methods=["POST"])])
    server = Server(uvicorn.Config(app_over_http, loop="none", lifespan="off", log_config=None, access_log=False))
    sandbox.deliver_to(f"http://127.0.0.1:{listener.getsockname()[1]}/slack")
    async with serving(server, listener):
        yield headers
