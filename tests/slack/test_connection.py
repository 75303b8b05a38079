"""The connection knows whether Slack takes our token, also after it was taken for good."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from httpx import URL

from bot.metrics import Metrics
from bot.sandbox.faults import Fault, Loss, Lost, Refused, ServerError
from bot.sandbox.sandbox import Sandbox
from bot.slack import connection as connection_module
from bot.slack.client import make_client
from bot.slack.connection import Connection, SlackAway
from bot.slack.incoming import IncomingApp
from tests.silent_proxy import SilentProxy


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not reached():  # noqa: ASYNC110 a connection tells nobody
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def connecting(sandbox: Sandbox, *, by_socket: bool = True) -> AsyncIterator[Connection]:
    app = IncomingApp(make_client(sandbox.bot_token, sandbox.api_url), signing_secret="s", metrics=Metrics())
    connection = Connection(app, sandbox.app_token if by_socket else None, ask_seconds=0.02)
    running = asyncio.create_task(connection.run())
    yield connection
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert not connection.is_up


@pytest.mark.parametrize("by_socket", [True, False], ids=["socket", "http"])
@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Refused("token_revoked"), "Slack answered “token_revoked”. Check the app's tokens and that it is installed"),
        (ServerError(503), "Slack answered “http_503”. It is asked again"),
        (Lost(Loss.BEFORE_THE_EFFECT), "Slack can't be reached;"),
    ],
)
async def test_a_token_that_is_refused_later_is_noticed_and_so_is_its_return(
    by_socket: bool, fault: Fault, trouble: str
) -> None:
    async with Sandbox() as sandbox, connecting(sandbox, by_socket=by_socket) as connection:
        await until(lambda: connection.is_up)

        sandbox.faults.plan("auth.test", fault, times=None)
        await until(lambda: not connection.is_up)
        assert (connection.trouble or "").startswith(trouble)
        # A person can still be answered over it.
        assert sandbox.socket_mode.is_connected is by_socket

        sandbox.faults.clear()
        await until(lambda: connection.is_up)
        assert connection.trouble is None


async def test_a_socket_on_which_nothing_was_said_is_not_taken_for_one_that_delivers() -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.silences_sockets = True
        async with connecting(sandbox) as connection:
            await sandbox.connected()
            assert not connection.is_up

            sandbox.faults.clear()
            await sandbox.socket_mode.drop()
            await until(lambda: connection.is_up)


async def test_a_socket_on_which_nothing_is_said_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "_LOST_SECONDS", 1.0)
    async with Sandbox() as sandbox:
        app = IncomingApp(make_client(sandbox.bot_token, sandbox.api_url), signing_secret=None, metrics=Metrics())
        sandbox.faults.silences_sockets = True
        with pytest.raises(SlackAway, match=r"^Slack's socket was lost, and did not come back by itself\.$"):
            await Connection(app, sandbox.app_token).run()


async def test_a_socket_that_is_torn_without_a_word_is_opened_anew() -> None:
    async with tearing_slack() as (url, opened):
        app = IncomingApp(make_client("xoxb-1", url), signing_secret=None, metrics=Metrics())
        connection = Connection(app, "xapp-1")
        running = asyncio.create_task(connection.run())
        first = await opened.get()
        await until(lambda: connection.is_up)

        first.abort()

        await until(lambda: not connection.is_up)
        await opened.get()
        await until(lambda: connection.is_up)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_it_leaves_though_slack_has_fallen_silent() -> None:
    async with Sandbox() as sandbox, SilentProxy(("127.0.0.1", URL(sandbox.api_url).port or 80)).running() as proxy:
        sandbox.socket_mode.base = f"ws://127.0.0.1:{proxy.port}"
        async with connecting(sandbox) as connection:
            await until(lambda: connection.is_up)
            proxy.silence()
            leaving = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - leaving < 5


@contextlib.asynccontextmanager
async def tearing_slack() -> AsyncIterator[tuple[str, asyncio.Queue[asyncio.Transport]]]:
    """A Slack that opens sockets, whose ends come out of the queue: the sandbox's close as they should."""
    opened: asyncio.Queue[asyncio.Transport] = asyncio.Queue()

    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": str(server.make_url("/link")).replace("http", "ws")})

    async def link(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        assert request.transport is not None
        opened.put_nowait(request.transport)
        async for _ in socket:
            pass
        return socket

    slack = web.Application()
    slack.add_routes(
        [web.post("/auth.test", answer), web.post("/apps.connections.open", answer), web.get("/link", link)]
    )
    async with TestServer(slack) as server:
        yield str(server.make_url("/")), opened


async def test_what_keeps_us_from_slack_is_told_in_a_sentence() -> None:
    async with Sandbox() as sandbox:
        app = IncomingApp(make_client(sandbox.bot_token, sandbox.api_url), signing_secret="s", metrics=Metrics())
        connection = Connection(app, sandbox.app_token)

        sandbox.faults.refuses_sockets = True
        with pytest.raises(SlackAway, match="Slack can't be reached; the status page and the command line go on"):
            await connection.run()

        sandbox.faults.plan("auth.test", Lost(Loss.BEFORE_THE_EFFECT))
        with pytest.raises(SlackAway, match="Slack can't be reached; the status page and the command line go on"):
            await connection.run()

        # Also while it is tried again.
        assert (connection.lost or "").startswith("Slack can't be reached;")
        sandbox.faults.clear()
        running = asyncio.create_task(connection.run())
        await until(lambda: connection.is_up)
        assert connection.lost is None
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
