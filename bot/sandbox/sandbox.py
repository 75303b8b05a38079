"""A local Slack workspace, served on loopback: for trying the bot by hand, and for its tests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope

from bot.sandbox.acts import Acts
from bot.sandbox.app_config import AppConfig, installed_app
from bot.sandbox.browser_endpoints import BROWSER_FILES, BrowserEndpoints
from bot.sandbox.channel import Channel, Message
from bot.sandbox.clock import Clock, system_clock
from bot.sandbox.deliveries import Deliveries
from bot.sandbox.faults import Faults
from bot.sandbox.file_endpoints import FileEndpoints
from bot.sandbox.person import Person
from bot.sandbox.rates import Rates
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.signed_http import SignedHttp
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.triggers import Triggers
from bot.sandbox.views import Views
from bot.sandbox.web_api.arguments import Arguments
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.endpoint import WebApi
from bot.sandbox.workspace import Workspace
from bot.web_server import Server, bind

T = TypeVar("T")

_GRACE_SECONDS = 1


class Sandbox:
    """An async context manager. It delivers by Socket Mode, unless it is told to deliver by signed HTTP."""

    bot_token = "xoxb-0-sandbox"
    app_token = "xapp-1-A0STORMLAMP-0-sandbox"
    signing_secret = "5a" * 16

    def __init__(
        self,
        *,
        port: int = 0,
        clock: Clock = system_clock,
        app: AppConfig | None = None,
        rate_limits: bool = True,
    ) -> None:
        self._listener = bind("127.0.0.1", port)
        address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.url = f"http://{address}"
        self.api_url = f"{self.url}/api/"
        self.workspace = Workspace(app or installed_app(), clock)
        self.faults = Faults()
        self.views = Views(self.workspace.news)
        self.triggers = Triggers(clock)
        self.socket_mode = SocketMode(self.workspace.news, self.faults)
        self.socket_mode.base = f"ws://{address}"
        self.deliveries = Deliveries(self.workspace, self.socket_mode)
        response_urls = ResponseUrls(self.workspace)
        response_urls.base = self.url
        self.acts = Acts(self.workspace, self.views, self.triggers, self.deliveries, response_urls)
        self.browser = BrowserEndpoints(self.workspace, self.views, self.acts)
        files = FileEndpoints(self.workspace)
        self.web_api = WebApi(
            bot_token=self.bot_token,
            app_token=self.app_token,
            scopes=self.workspace.app.scopes,
            make_call=self._call,
            faults=self.faults,
            rates=Rates(clock) if rate_limits else None,
        )
        self._server = Server(
            _config(
                Starlette(
                    routes=[
                        Route("/api/{method}", self.web_api.answer, methods=["GET", "POST"]),
                        Route("/response/{id}", response_urls.answer, methods=["POST"]),
                        WebSocketRoute("/link/", self.socket_mode.serve),
                        Route("/files/upload/{id}", files.upload, methods=["POST"]),
                        Route("/files/{id}", files.download),
                        Route("/", self.browser.index),
                        Route("/sandbox/state", self.browser.state),
                        Route("/sandbox/events", self.browser.events),
                        Route("/sandbox/act", self.browser.act, methods=["POST"]),
                        Mount("/static", StaticFiles(directory=BROWSER_FILES)),
                    ]
                )
            )
        )
        self._serving: asyncio.Task[None] | None = None

    def _call(self, arguments: Arguments) -> Call:
        return Call(
            workspace=self.workspace,
            views=self.views,
            triggers=self.triggers,
            events=self.deliveries,
            socket_url=self.socket_mode.url(),
            base_url=self.url,
            arguments=arguments,
        )

    async def __aenter__(self) -> Self:
        self._serving = asyncio.create_task(self._server.serve_on(self._listener))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.browser.closing.set()
        await self.deliveries.close()
        await self.socket_mode.drop()
        self._server.stop()
        if self._serving is not None:
            await self._serving
        self._listener.close()

    def deliver_to(self, request_url: str) -> None:
        """From now on everything goes there by signed HTTP."""
        self.deliveries.wire = SignedHttp(request_url, self.signing_secret, self.workspace.clock)

    def person(self, name: str) -> Person:
        """One of the workspace's users. Raises LookupError, with the names that there are."""
        return Person(self, self.workspace.user_named(name))

    def channel(self, name: str) -> Channel:
        return self.workspace.channel_named(name)

    def messages(self, channel: str) -> list[Message]:
        """What stands in the channel itself, oldest first."""
        return self.channel(channel).history()

    def thread(self, channel: str, root: Message) -> list[Message]:
        """The replies, oldest first."""
        return self.channel(channel).replies(root.ts)

    async def connected(self, seconds: float = 15.0) -> None:
        """Until the app has opened a socket."""
        await self.until(lambda: self.socket_mode.is_connected, seconds)

    async def until(self, found: Callable[[], T], seconds: float = 5.0) -> T:
        """What `found` returns, as soon as that is true: it is asked again whenever something has changed.

        Raises TimeoutError, with all that people see.
        """
        news = self.workspace.news
        try:
            async with asyncio.timeout(seconds):
                while True:
                    seen = news.count
                    result = found()
                    if result:
                        return result
                    await news.beyond(seen)
        except TimeoutError as error:
            raise TimeoutError(
                f"It did not happen within {seconds} s. People see:\n{self.workspace.summary()}"
            ) from error


def _cuttable(app: ASGIApp) -> ASGIApp:
    """With `cut` in its scope, a request's connection can be ended instead of answered."""

    async def wrapped(scope: Scope, receive: Receive, send: Any) -> None:
        if scope["type"] == "http":
            scope["cut"] = send.__self__.transport.abort
        await app(scope, receive, send)

    return wrapped


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        _cuttable(app),
        loop="none",
        http="httptools",
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
