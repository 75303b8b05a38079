"""The connection knows whether Slack takes our token, also after it was taken for good."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.metrics import Metrics
from bot.sandbox.faults import Fault, Loss, Lost, Refused, ServerError
from bot.sandbox.sandbox import Sandbox
from bot.slack.client import make_client
from bot.slack.connection import Connection
from bot.slack.incoming import IncomingApp


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not reached():  # noqa: ASYNC110 a connection tells nobody
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("by_socket", [True, False], ids=["socket", "http"])
@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Refused("token_revoked"), "Slack answered “token_revoked”. Check the app's tokens and that it is installed"),
        (ServerError(503), "Slack answered “http_503”. It is asked again"),
        (Lost(Loss.BEFORE_THE_EFFECT), "Slack can't be reached."),
    ],
)
async def test_a_token_that_is_refused_later_is_noticed_and_so_is_its_return(
    by_socket: bool, fault: Fault, trouble: str
) -> None:
    async with Sandbox() as sandbox:
        app = IncomingApp(make_client(sandbox.bot_token, sandbox.api_url), signing_secret="s", metrics=Metrics())
        connection = Connection(app, sandbox.app_token if by_socket else None, ask_seconds=0.02)
        running = asyncio.create_task(connection.run())
        await until(lambda: connection.is_up)

        sandbox.faults.plan("auth.test", fault, times=None)
        await until(lambda: not connection.is_up)
        assert (connection.trouble or "").startswith(trouble)
        # A person can still be answered over it.
        assert sandbox.socket_mode.is_connected is by_socket

        sandbox.faults.clear()
        await until(lambda: connection.is_up)
        assert connection.trouble is None
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert not connection.is_up
