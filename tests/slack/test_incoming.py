"""Slack is answered when a listener acknowledges, whatever else the listener does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.metrics import Metrics
from bot.sandbox.faults import Fault, RateLimited, Refused, ServerError
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import BOT_USER
from bot.slack.client import make_client
from bot.slack.incoming import IncomingApp

SUBMISSION: dict[str, Any] = {
    "type": "view_submission",
    "user": {"id": "U0ADA"},
    "team": {"id": "T0LAMPLIGHT"},
    "trigger_id": "1.2.3",
    "view": {"id": "V1", "type": "modal", "callback_id": "form", "state": {"values": {}}, "blocks": []},
}
CLEARED = '{"response_action": "clear"}'
COMMAND = {
    "command": "/incident",
    "text": "",
    "user_id": "U0ADA",
    "team_id": "T0LAMPLIGHT",
    "channel_id": "C0INCIDENTS",
    "trigger_id": "1.2.3",
}


EVENT = {
    "type": "event_callback",
    "event_id": "Ev1",
    "team_id": "T0LAMPLIGHT",
    "event": {"type": "app_mention", "user": "U0ADA", "text": "", "ts": "1.2", "channel": "C0INCIDENTS"},
}


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def app(sandbox: Sandbox) -> IncomingApp:
    client = make_client(sandbox.bot_token, sandbox.api_url)
    return IncomingApp(client, signing_secret=None, metrics=Metrics())


async def deliver(app: IncomingApp, body: dict[str, Any] = SUBMISSION) -> BoltResponse:
    return await app.async_dispatch(AsyncBoltRequest(body=dict(body), mode="socket_mode"))


async def test_the_answer_waits_for_nothing_that_comes_after_the_acknowledgement(app: IncomingApp) -> None:
    may_end, ended = asyncio.Event(), asyncio.Event()

    @app.view("form")
    async def answer(ack: AsyncAck) -> None:
        await ack(response_action="clear")
        await may_end.wait()
        ended.set()

    response = await deliver(app)
    assert (response.status, response.body, ended.is_set()) == (200, CLEARED, False)

    may_end.set()
    await ended.wait()


async def test_the_answer_waits_for_the_acknowledgement(app: IncomingApp) -> None:
    may_acknowledge = asyncio.Event()

    @app.view("form")
    async def answer(ack: AsyncAck) -> None:
        await may_acknowledge.wait()
        await ack(response_action="clear")

    delivery = asyncio.create_task(deliver(app))
    done, _ = await asyncio.wait({delivery}, timeout=0.05)
    assert not done
    may_acknowledge.set()

    assert (await delivery).body == CLEARED


async def test_a_listener_that_fails_before_it_acknowledges_is_heard_of(app: IncomingApp) -> None:
    failures: list[Exception] = []

    @app.view("form")
    async def answer(ack: AsyncAck) -> None:
        raise LookupError("no such thing")

    @app.error
    async def failed(error: Exception) -> None:
        failures.append(error)

    response = await deliver(app)
    assert response.status == 500
    assert [str(failure) for failure in failures] == ["no such thing"]


async def test_a_listener_that_fails_after_it_has_acknowledged_is_heard_of_too(app: IncomingApp) -> None:
    heard = asyncio.Event()

    @app.view("form")
    async def answer(ack: AsyncAck) -> None:
        await ack(response_action="clear")
        raise LookupError("no such thing")

    @app.error
    async def failed(error: Exception) -> None:
        heard.set()

    response = await deliver(app)
    assert (response.status, response.body) == (200, CLEARED)
    await heard.wait()


async def test_slack_is_not_kept_waiting_for_a_listener_that_never_acknowledges(
    app: IncomingApp, caplog: pytest.LogCaptureFixture
) -> None:
    may_end = asyncio.Event()

    @app.view("form")
    async def answer(ack: AsyncAck) -> None:
        await may_end.wait()

    [listener] = app._async_listeners
    listener.ack_timeout = 0
    with caplog.at_level(logging.WARNING):
        response = await deliver(app)

    assert response.status == 404
    assert "ack" in caplog.text
    may_end.set()


async def test_a_command_is_acknowledged_before_anybody_looks_at_it(app: IncomingApp) -> None:
    asked, may_acknowledge = asyncio.Event(), asyncio.Event()

    @app.command("/incident")
    async def answer(ack: AsyncAck) -> None:
        asked.set()
        await may_acknowledge.wait()
        await ack()

    response = await deliver(app, COMMAND)

    assert (response.status, response.body, asked.is_set()) == (200, "", False)
    await asked.wait()
    may_acknowledge.set()


@pytest.mark.parametrize("fault", [Refused("token_revoked"), ServerError(), RateLimited(5), ServerError(200)])
async def test_whatever_slack_says_of_us_what_people_send_is_looked_at(
    app: IncomingApp, sandbox: Sandbox, fault: Fault
) -> None:
    sandbox.faults.plan("auth.test", fault, times=None)
    typed: asyncio.Queue[str] = asyncio.Queue()

    @app.view("form")
    async def answer(ack: AsyncAck) -> None:
        await ack(response_action="clear")

    @app.command("/incident")
    async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack()
        typed.put_nowait(command["command"])

    assert (await deliver(app)).body == CLEARED
    assert (await deliver(app, COMMAND)).status == 200
    assert await typed.get() == "/incident"


async def test_an_event_is_left_to_slack_until_we_know_who_we_are(app: IncomingApp, sandbox: Sandbox) -> None:
    seen: asyncio.Queue[str | None] = asyncio.Queue()

    @app.event("app_mention")
    async def mentioned(context: AsyncBoltContext) -> None:
        seen.put_nowait(context.bot_user_id)

    sandbox.faults.plan("auth.test", Refused("internal_error"))
    assert (await deliver(app, EVENT)).status == 503
    assert seen.empty()

    assert (await deliver(app, EVENT)).status == 200
    assert await seen.get() == BOT_USER
