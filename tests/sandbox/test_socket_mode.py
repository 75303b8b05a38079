from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from bot.sandbox.deliveries import Kind, NobodyListens
from bot.sandbox.sandbox import Sandbox
from tests.sandbox.bolt_app import by_socket
from tests.sandbox.web_api.caller import Caller

Json = dict[str, Any]


async def ticket(call: Caller, sandbox: Sandbox) -> str:
    return str((await call.ok("apps.connections.open", token=sandbox.app_token))["url"])


@pytest.fixture
async def sockets(call: Caller, sandbox: Sandbox, session: aiohttp.ClientSession) -> Any:
    """Opens one more, closed after the test."""
    async with contextlib.AsyncExitStack() as stack:

        async def open_one(url: str | None = None) -> tuple[aiohttp.ClientWebSocketResponse, Json]:
            connecting = session.ws_connect(url or await ticket(call, sandbox))
            socket = await stack.enter_async_context(connecting)
            return socket, await socket.receive_json()

        yield open_one


async def test_a_socket_opens_with_hello(sockets: Any) -> None:
    _, hello = await sockets()
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": "A0STORMLAMP"}


async def test_a_ticket_is_good_once(call: Caller, sandbox: Sandbox, sockets: Any) -> None:
    url = await ticket(call, sandbox)
    await sockets(url)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await sockets(url)


async def test_a_socket_needs_a_ticket(sandbox: Sandbox, sockets: Any) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await sockets(f"{sandbox.socket_mode.base}/link/?ticket=guessed")


async def test_there_are_ten_connections_and_no_more(sockets: Any) -> None:
    hellos = [(await sockets())[1] for _ in range(10)]
    assert [hello["num_connections"] for hello in hellos] == list(range(1, 11))
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await sockets()


async def test_a_connection_that_ends_makes_room(sandbox: Sandbox, sockets: Any) -> None:
    opened = [(await sockets())[0] for _ in range(10)]
    await opened[0].close()
    await sandbox.until(lambda: sandbox.socket_mode.connections == 9)
    _, hello = await sockets()
    assert hello["num_connections"] == 10


async def test_each_payload_goes_to_one_connection(sandbox: Sandbox, sockets: Any) -> None:
    first, second = (await sockets())[0], (await sockets())[0]
    sandbox.person("ada").invites_app("ops-private")
    sandbox.person("ada").invites_app("shared-acme")
    channels = {(await socket.receive_json())["payload"]["event"]["channel"] for socket in (first, second)}
    assert channels == {"C0OPS", "C0ACME"}


async def test_an_envelope_names_its_kind_and_takes_an_answer_unless_it_is_an_event(
    sandbox: Sandbox, sockets: Any
) -> None:
    socket, _ = await sockets()
    sandbox.person("ada").invites_app("ops-private")
    envelope = await socket.receive_json()
    del envelope["payload"], envelope["envelope_id"]
    assert envelope == {
        "type": "events_api",
        "accepts_response_payload": False,
        "retry_attempt": 0,
        "retry_reason": "",
    }


async def test_a_repeated_event_says_which_attempt_it_is(sandbox: Sandbox, sockets: Any) -> None:
    socket, _ = await sockets()
    sandbox.person("ada").invites_app("ops-private")
    first = await socket.receive_json()
    await socket.send_json({"envelope_id": first["envelope_id"]})
    delivery = sandbox.deliveries.last(Kind.EVENT)
    await sandbox.until(lambda: delivery.acknowledged_at)

    again = asyncio.create_task(sandbox.deliveries.redeliver(delivery, attempt=2))
    second = await socket.receive_json()
    await socket.send_json({"envelope_id": second["envelope_id"]})
    await again
    assert (second["retry_attempt"], second["retry_reason"]) == (2, "timeout")
    assert second["payload"] == first["payload"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_slack_asks_to_connect_anew(sandbox: Sandbox, sockets: Any, reason: str) -> None:
    socket, _ = await sockets()
    await sandbox.socket_mode.disconnect(reason)
    assert await socket.receive_json() == {"type": "disconnect", "reason": reason, "debug_info": {}}


async def test_the_sdk_comes_back_after_a_refresh_and_is_heard(sandbox: Sandbox, app: AsyncApp) -> None:
    heard: list[str] = []

    @app.command("/try")
    async def command(ack: Any) -> None:
        heard.append("/try")
        await ack()

    async with by_socket(app, sandbox):
        await sandbox.socket_mode.disconnect()
        await sandbox.until(lambda: sandbox.socket_mode.connections == 0)
        await sandbox.connected()
        await sandbox.person("ada").types("/try")
    assert heard == ["/try"]


async def test_the_sdk_comes_back_after_its_socket_broke(sandbox: Sandbox, app: AsyncApp) -> None:
    async with by_socket(app, sandbox):
        await sandbox.socket_mode.drop()
        assert not sandbox.socket_mode.is_connected
        await sandbox.connected(seconds=15)


async def test_what_was_sent_on_a_socket_that_breaks_is_lost(sandbox: Sandbox, sockets: Any) -> None:
    socket, _ = await sockets()
    sending = asyncio.create_task(sandbox.deliveries.deliver(Kind.COMMAND, {"command": "/try"}))
    await socket.receive_json()
    await sandbox.socket_mode.drop()
    with pytest.raises(NobodyListens):
        await sending


async def test_sockets_are_refused_on_demand(sandbox: Sandbox, sockets: Any) -> None:
    sandbox.faults.refuses_sockets = True
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await sockets()
    sandbox.faults.clear()
    _, hello = await sockets()
    assert hello["type"] == "hello"
