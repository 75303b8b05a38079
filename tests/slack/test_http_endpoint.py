"""What Slack posts over HTTP is taken only when it is signed, fresh, small and text."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from structlog.testing import capture_logs

from tests.delivery.desk import Desk, opened
from tests.public_page import reader
from tests.status_page.served import client

EVENTS = "/slack/events"
COMMAND = (
    b"command=%2Fincident&text=help&user_id=U0ADA&user_name=ada&team_id=T0LAMPLIGHT&channel_id=C0INCIDENTS"
    b"&trigger_id=1.2.3&response_url=http%3A%2F%2F127.0.0.1%3A1%2F"
)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as desk, desk.application.running():
        yield desk


def signed(desk: Desk, body: bytes, *, age: int = 0, secret: str | None = None) -> dict[str, str]:
    stamp = str(int(time.time()) - age)
    key = (secret or desk.sandbox.signing_secret).encode()
    digest = hmac.new(key, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
        "content-type": "application/x-www-form-urlencoded",
    }


def address_of(desk: Desk) -> tuple[str, int]:
    return "127.0.0.1", int(desk.application.url.rpartition(":")[2])


async def post(desk: Desk, body: bytes, headers: dict[str, str]) -> httpx.Response:
    async with reader(desk.application.url) as slack:
        return await slack.post(EVENTS, content=body, headers=headers)


async def test_what_is_signed_is_taken(desk: Desk) -> None:
    assert (await post(desk, COMMAND, signed(desk, COMMAND))).status_code == 200


async def test_what_is_not_signed_is_refused(desk: Desk) -> None:
    response = await post(desk, COMMAND, {"content-type": "application/x-www-form-urlencoded"})
    assert response.status_code == 401
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("missing", ["x-slack-request-timestamp", "x-slack-signature"])
async def test_half_of_a_signature_is_none(desk: Desk, missing: str) -> None:
    headers = {name: value for name, value in signed(desk, COMMAND).items() if name != missing}
    assert (await post(desk, COMMAND, headers)).status_code == 401


@pytest.mark.parametrize("signature", ["", "v0=", "v1={digest}", "{digest}", "v0={digest}0", "v0=ü", "v0=" + "0" * 64])
async def test_what_only_looks_like_a_signature_is_refused(desk: Desk, signature: str) -> None:
    headers = signed(desk, COMMAND)
    digest = headers["x-slack-signature"].removeprefix("v0=")
    forged = {**headers, "x-slack-signature": signature.format(digest=digest)}
    sent = [(name.encode(), value.encode("latin-1")) for name, value in forged.items()]
    async with reader(desk.application.url) as stranger:
        with capture_logs() as logs:
            assert (await stranger.post(EVENTS, content=COMMAND, headers=sent)).status_code == 401
    # Whoever answers it, answers to an address that a stranger chose.
    assert [entry for entry in logs if entry["log_level"] != "info"] == []


@pytest.mark.parametrize("second", ["", "x", "ü", "{first}"])
@pytest.mark.parametrize("name", ["x-slack-request-timestamp", "x-slack-signature"])
@pytest.mark.parametrize("is_ours", [True, False])
async def test_two_signatures_are_none(desk: Desk, name: str, second: str, is_ours: bool) -> None:
    """One who checks looks at the first, another at the last."""
    asked: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as internal:
        address = f"127.0.0.1:{internal.sockets[0].getsockname()[1]}"
        body = COMMAND.replace(b"127.0.0.1%3A1", address.replace(":", "%3A").encode())
        headers = signed(desk, body, secret=None if is_ours else "00" * 16)
        sent = [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
        sent.append((name.encode(), second.format(first=headers[name]).encode("latin-1")))
        async with reader(desk.application.url) as stranger:
            with capture_logs() as logs:
                response = await stranger.post(EVENTS, content=body, headers=sent)

    assert (response.status_code, asked) == (401, [])
    assert [entry for entry in logs if entry["log_level"] != "info"] == []


async def test_a_signature_is_of_its_time_alone(desk: Desk) -> None:
    headers = signed(desk, COMMAND)
    later = {"x-slack-request-timestamp": str(int(headers["x-slack-request-timestamp"]) + 1)}
    assert (await post(desk, COMMAND, headers | later)).status_code == 401


async def test_another_secret_s_signature_is_refused(desk: Desk) -> None:
    assert (await post(desk, COMMAND, signed(desk, COMMAND, secret="00" * 16))).status_code == 401


async def test_a_signature_of_another_body_is_refused(desk: Desk) -> None:
    assert (await post(desk, COMMAND.replace(b"ada", b"bob"), signed(desk, COMMAND))).status_code == 401


@pytest.mark.parametrize("age", [301, 86_400, -301])
async def test_what_was_signed_long_ago_is_refused(desk: Desk, age: int) -> None:
    assert (await post(desk, COMMAND, signed(desk, COMMAND, age=age))).status_code == 401


@pytest.mark.parametrize("stamp", ["", "now", "1e9", "-1", "9" * 400])
async def test_a_time_that_is_none_is_refused(desk: Desk, stamp: str) -> None:
    headers = signed(desk, COMMAND) | {"x-slack-request-timestamp": stamp}
    assert (await post(desk, COMMAND, headers)).status_code == 401


async def test_what_is_sent_once_more_by_whoever_overheard_it_does_nothing_twice(desk: Desk) -> None:
    await desk.declare()
    overheard = COMMAND.replace(b"text=help", b"text=note+INC-1+Once")
    headers = signed(desk, overheard)

    assert (await post(desk, overheard, headers)).status_code == 200
    await noted(desk, ["Once"])
    assert (await post(desk, overheard, headers)).status_code == 200
    other = COMMAND.replace(b"text=help", b"text=note+INC-1+Then").replace(b"1.2.3", b"4.5.6")
    assert (await post(desk, other, signed(desk, other))).status_code == 200

    await noted(desk, ["Once", "Then"])


@pytest.mark.parametrize("text", ["50 % + ä #1 = “x” 😀 %41 a+b; c?", "a b", "'\"\\^`{|}~[]"])
async def test_every_sign_arrives_as_it_was_typed(desk: Desk, text: str) -> None:
    await desk.declare()
    body = COMMAND.replace(b"text=help", urlencode({"text": f"note INC-1 {text}"}).encode())

    assert (await post(desk, body, signed(desk, body))).status_code == 200

    await noted(desk, [text])


async def noted(desk: Desk, texts: list[str]) -> None:
    database = desk.application.database
    async with asyncio.timeout(5):
        while True:
            seen = database.changes.count
            async with database.reading() as uow:
                notes = [note.text for note in await uow.notes.of_incident(1)]
            if len(notes) == len(texts):
                break
            await database.changes.wait_beyond(seen, seconds=1)
    assert notes == texts


async def test_what_is_too_large_is_refused_unread(desk: Desk) -> None:
    body = b"a" * 2_000_001
    assert (await post(desk, body, signed(desk, body))).status_code == 413


async def test_what_would_be_too_large_is_refused_before_it_is_sent(desk: Desk) -> None:
    async with client(address_of(desk)) as stranger:
        stranger.send(f"POST {EVENTS} HTTP/1.1\r\nhost: a\r\ncontent-length: 2000001\r\n\r\n".encode())
        assert (await stranger.head())[0] == 413


async def test_of_bodies_no_more_are_held_than_memory_has_room_for(desk: Desk) -> None:
    """Whoever sends them need not know the secret: what they are signed with is looked at when they have come in."""
    large = b"a" * 1_500_000
    lines = [f"{name}: {value}" for name, value in signed(desk, large, secret="00" * 16).items()]
    head = "\r\n".join([f"POST {EVENTS} HTTP/1.1", "host: a", f"content-length: {len(large)}", *lines, "", ""])
    async with contextlib.AsyncExitStack() as crowd:
        strangers = [await crowd.enter_async_context(client(address_of(desk))) for _ in range(30)]
        for stranger in strangers:
            stranger.send(head.encode() + large[:-1])
        assert {(await stranger.head())[0] for stranger in strangers[:8]} == {503}

        for body in (large, COMMAND):
            assert (await post(desk, body, signed(desk, body))).status_code in {200, 404}

        strangers[-1].send(large[-1:])
        assert (await strangers[-1].head())[0] == 401


@pytest.mark.parametrize("length", ["", "-1", "1e3", "9" * 5_000])
async def test_a_length_that_is_none_is_refused(desk: Desk, length: str) -> None:
    async with client(address_of(desk)) as stranger:
        stranger.send(f"POST {EVENTS} HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n\r\n".encode())
        assert (await stranger.head())[0] in {400, 411}


async def test_who_sends_too_slowly_is_cut(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.status_page.connection_watch.REQUEST_SECONDS", 0.1)
    lines = [f"{name}: {value}" for name, value in signed(desk, COMMAND).items()]
    head = "\r\n".join([f"POST {EVENTS} HTTP/1.1", "host: a", f"content-length: {len(COMMAND)}", *lines, "", ""])
    async with client(address_of(desk)) as slow:
        slow.send(head.encode() + COMMAND[:-1])

        async with asyncio.timeout(5):
            assert b"HTTP/1.1 200" not in await slow.rest()
    assert (await post(desk, COMMAND, signed(desk, COMMAND))).status_code == 200
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_what_does_not_say_how_long_it_is_is_refused(desk: Desk) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield COMMAND

    async with reader(desk.application.url) as slack:
        response = await slack.post(EVENTS, content=chunks(), headers=signed(desk, COMMAND))
    assert response.status_code == 411


async def test_what_a_stranger_sends_is_not_even_decoded(desk: Desk) -> None:
    body = b"payload=%7B"
    assert (await post(desk, body, signed(desk, body, secret="00" * 16))).status_code == 401


@pytest.mark.parametrize("body", [b"\xff\xfe", b"command=%2Fincident&text=\xc3\x28"])
async def test_what_is_not_utf_8_is_refused(desk: Desk, body: bytes) -> None:
    assert (await post(desk, body, signed(desk, body))).status_code == 400


@pytest.mark.parametrize("body", [b"", b"payload=", b"payload=%7B", b"payload=%5B%5D", b"%", b"{}"])
async def test_what_is_signed_and_means_nothing_does_no_harm(desk: Desk, body: bytes) -> None:
    assert (await post(desk, body, signed(desk, body))).status_code in {200, 400, 404}
    assert (await post(desk, COMMAND, signed(desk, COMMAND))).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
async def test_it_can_only_be_posted_to(desk: Desk, method: str) -> None:
    async with reader(desk.application.url) as browser:
        response = await browser.request(method, EVENTS)
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
