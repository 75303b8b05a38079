"""The way that nearly every request takes, on raw sockets, beside the framework that takes all the others."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc

import pytest

from bot.framework_connection import FrameworkConnection
from bot.status_page.connection import PageConnection
from bot.status_page.rendered import RenderedFile
from tests.public_page import reader
from tests.status_page.served import client, served


async def test_a_known_path_is_answered_on_a_connection_that_stays_open() -> None:
    async with served() as page, client(page.address) as browser:
        page.show(b"<h1>All good</h1>", history=b"<h1>History</h1>")

        assert (await browser.get("/"))[2] == b"<h1>All good</h1>"
        assert (await browser.get("/acme/"))[2] == b"<h1>All good</h1>"
        assert (await browser.get("/acme/history"))[2] == b"<h1>History</h1>"


async def test_what_was_put_last_is_served() -> None:
    async with served() as page, client(page.address) as browser:
        page.show(b"<h1>All good</h1>")
        _, before, _ = await browser.get("/")
        page.show(b"<h1>An outage</h1>")

        _, after, body = await browser.get("/", if_none_match=before["etag"])

        assert body == b"<h1>An outage</h1>"
        assert after["etag"] != before["etag"]


async def test_the_same_request_is_answered_anew_after_every_change() -> None:
    async with served() as page, client(page.address) as browser:
        page.show(b"<h1>All good</h1>")
        assert [(await browser.get("/"))[2] for _ in range(2)] == [b"<h1>All good</h1>"] * 2

        page.show(b"<h1>An outage</h1>")
        assert [(await browser.get("/"))[2] for _ in range(2)] == [b"<h1>An outage</h1>"] * 2

        page.pages.address(first=None, slugs={}, hosts={})
        assert (await browser.get("/"))[0] == 503


async def test_more_different_requests_than_are_remembered_get_each_its_own_answer() -> None:
    async with served() as page, client(page.address) as browser:
        page.show(b"<h1>All good</h1>")
        _, headers, _ = await browser.get("/")

        statuses = [
            (await browser.get("/", if_none_match=f'"{number}", {headers["etag"]}'))[0] for number in range(600)
        ]

        assert statuses == [304] * 600
        assert (await browser.get("/"))[2] == b"<h1>All good</h1>"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("encoding", ["", "gzip", "br, gzip", "identity;q=0"])
@pytest.mark.parametrize("path", ["/", "/acme/", "/acme/history", "/acme/badge.svg", "/acme/api/v2/status.json"])
async def test_the_framework_gives_the_same_answer(method: str, encoding: str, path: str) -> None:
    async with served() as page, reader(page.url) as browser:
        long = b"<p>Everything works.</p>" * 50
        page.put({name: RenderedFile("text/html", long) for name in ("", "history", "badge.svg", "api/v2/status.json")})
        headers = {"accept-encoding": encoding}

        direct = await browser.request(method, path, headers=headers)
        # A query is for the framework.
        by_framework = await browser.request(method, f"{path}?", headers=headers)

        assert direct.status_code == by_framework.status_code == 200
        assert direct.content == by_framework.content
        del direct.headers["date"], by_framework.headers["date"]
        assert dict(direct.headers) == dict(by_framework.headers)


async def test_an_unchanged_file_is_not_sent_again() -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        _, headers, _ = await browser.get("/")

        status, again, body = await browser.get("/", if_none_match=f"W/{headers['etag']}")

        assert (status, body) == (304, b"")
        assert again["etag"] == headers["etag"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /acme/nothing-here HTTP/1.1\r\nhost: a\r\n\r\n", 404),
        (b"GET /acme HTTP/1.1\r\nhost: a\r\n\r\n", 308),
        (b"GET /%61cme/ HTTP/1.1\r\nhost: a\r\n\r\n", 200),
        (b"GET http://a/acme/ HTTP/1.1\r\nhost: a\r\n\r\n", 200),
        (b"POST /acme/ HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nab", 405),
        (b"GET /acme/ HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nab", 200),
        (b"GET /acme/ HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n", 200),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /acme/ HTTP/1.1\r\n\r\n", 400),
        (b"GET /acme/?a HTTP/1.1\r\n\r\n", 400),
        (b"GET http://a/acme/ HTTP/1.1\r\n\r\n", 400),
        (b"GET /acme/ HTTP/1.1\r\nhost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET /acme/ HTTP/1.0\r\nhost: a\r\nhost: a\r\n\r\n", 400),
        (b"GET /acme/ HTTP/1.0\r\n\r\n", 200),
        (b"GET /acme/ HTTP/1.1\r\nhost: a\r\nx: " + b"a" * 70_000, 431),
        (b"GET /../../etc/passwd HTTP/1.1\r\nhost: a\r\n\r\n", 404),
    ],
)
async def test_what_is_not_at_hand_is_left_to_the_framework(request_: bytes, status: int) -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        browser.send(request_)

        assert (await browser.head())[0] == status


async def test_a_request_may_come_in_pieces() -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        for piece in (b"GET / HT", b"TP/1.1\r\nho", b"st: a\r\n", b"\r", b"\n"):
            browser.send(piece)
            await page.breath()

        assert (await browser.answer())[2] == b"<h1>All good</h1>"


async def test_several_requests_at_once_are_answered_in_their_order() -> None:
    async with served() as page, client(page.address) as browser:
        page.show(b"one", two=b"two")
        browser.send(b"GET / HTTP/1.1\r\nhost: a\r\n\r\nGET /acme/two HTTP/1.1\r\nhost: a\r\n\r\n")

        assert [(await browser.answer())[2] for _ in range(2)] == [b"one", b"two"]


@pytest.mark.parametrize(
    "request_", [b"GET / HTTP/1.0\r\n\r\n", b"GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"]
)
async def test_a_client_that_wants_no_more_is_let_go(request_: bytes) -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        browser.send(request_)

        status, headers, body = await browser.answer()

        assert (status, headers["connection"], body) == (200, "close", b"<h1>All good</h1>")
        assert await browser.rest() == b""


async def test_little_of_what_strangers_send_is_kept() -> None:
    async with served() as page, client(page.address) as stranger:
        page.show()
        tracemalloc.start()
        try:
            for number in range(64):
                long = f"{number}{'a' * 30_000}"
                assert (await stranger.get("/", accept_language=long, accept_encoding=long))[0] == 200
            assert tracemalloc.get_traced_memory()[0] < 1_000_000
        finally:
            tracemalloc.stop()
        assert (await stranger.get("/"))[2] == b"<h1>All good</h1>"


async def test_who_does_not_read_is_not_answered_further() -> None:
    async with served() as page, client(page.address, receive_buffer=4_096) as browser:
        page.show(bytes(1_000_000).replace(b"\0", b"x"))
        for _ in range(50):
            browser.ask("/")
            await page.breath()

        assert max(each._transport.get_write_buffer_size() for each in page.connections) < 5_000_000


async def test_a_head_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.status_page.connection_watch.REQUEST_SECONDS", 0.1)
    async with served() as page, client(page.address) as slow, client(page.address) as patient:
        page.show()
        await patient.get("/")
        slow.send(b"GET / HTTP/1.1\r\nhost: ")

        assert await slow.rest() == b""
        assert (await patient.get("/"))[0] == 200


async def test_a_silent_connection_is_closed_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.status_page.connection_watch.REQUEST_SECONDS", 0.3)
    monkeypatch.setattr("bot.status_page.connection_watch.IDLE_SECONDS", 0.1)
    async with served() as page, client(page.address) as silent, client(page.address) as listener:
        page.show()
        listener.ask("/events")
        await listener.until(b"data: 1\n\n")

        assert await silent.rest() == b""
        page.show()
        assert await listener.until(b"data: 2\n\n") == b"data: 2\n\n"


#: A query leaves the connection to the framework.
BY_FRAMEWORK = b"GET /acme/?a HTTP/1.1\r\nhost: a\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nhost: ",
        BY_FRAMEWORK + b"GET / HT",
        BY_FRAMEWORK + b"\r\n\r\n\r\n",
        BY_FRAMEWORK + b"POST /acme/ HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab",
        b"POST /acme/ HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab",
        b"POST /acme/ HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
        b"GET / HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\nPRI",
    ],
)
async def test_a_request_that_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    monkeypatch.setattr("bot.status_page.connection_watch.REQUEST_SECONDS", 0.1)
    monkeypatch.setattr("bot.status_page.connection_watch.IDLE_SECONDS", 0.2)
    async with served() as page, client(page.address) as slow:
        page.show()
        slow.send(sent)

        async with asyncio.timeout(5):
            assert b"500 " not in await slow.rest()


async def test_a_head_that_grows_and_grows_is_refused_wherever_it_comes() -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        browser.send(BY_FRAMEWORK)
        assert (await browser.answer())[0] == 200
        browser.send(b"GET / HTTP/1.1\r\nhost: a\r\n")
        await page.breath()
        browser.send(b"x: " + b"a" * 70_000)

        assert (await browser.head())[0] == 431


@pytest.mark.parametrize("before", [b"", BY_FRAMEWORK])
@pytest.mark.parametrize("path", [b"/acme/", b"/acme/?a"])
async def test_a_head_that_is_too_long_is_refused_though_it_comes_at_once(before: bytes, path: bytes) -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        browser.send(before)
        if before:
            await browser.answer()
        browser.send(b"GET %s HTTP/1.1\r\nhost: a\r\nx: %s\r\n\r\n" % (path, b"a" * 70_000))

        status, headers, _ = await browser.answer()
        assert (status, headers["connection"], headers["x-content-type-options"]) == (431, "close", "nosniff")


async def test_a_long_head_and_a_long_body_that_come_in_pieces_are_taken() -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        sent = b"POST /acme/ HTTP/1.1\r\nhost: a\r\ncontent-length: 300000\r\nx: %s\r\n\r\n" % (b"a" * 60_000)
        sent += b"b" * 300_000
        for start in range(0, len(sent), 20_000):
            browser.send(sent[start : start + 20_000])
            await page.breath()

        assert (await browser.answer())[0] == 405
        assert (await browser.get("/"))[0] == 200


@pytest.mark.parametrize(
    ("begun", "piece"),
    [
        (b"0\r\n", b"x: " + b"a" * 1_000 + b"\r\n"),
        (b"0\r\nx: ", b"a" * 1_000),
        (b"0\r\nx", b"x" * 1_000),
        (b"5;", b"a" * 1_000),
        (b"0\r\n\r\n", b"\r\n" * 500),
    ],
)
async def test_what_stands_behind_a_head_and_is_no_body_may_not_go_on_for_ever(begun: bytes, piece: bytes) -> None:
    async with served() as page, client(page.address) as stranger, client(page.address) as browser:
        page.show()
        stranger.send(b"POST /acme/ HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n" + begun)
        assert (await stranger.answer())[0] == 405
        for _ in range(100):
            stranger.send(piece)
            await page.breath()

        async with asyncio.timeout(5):
            assert b"HTTP/1.1 200" not in await stranger.some()
        await page.until(lambda: not page.server.server_state.connections - set(page.connections))
        assert (await browser.get("/"))[0] == 200


@pytest.mark.parametrize("path", ["/", "/?"])
async def test_who_never_reads_is_cut(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr("bot.status_page.connection_watch.REQUEST_SECONDS", 0.1)
    async with served() as page, client(page.address, receive_buffer=4_096) as browser:
        page.show(b"x" * 10_000_000)
        browser.ask(path)
        await page.until(lambda: len(page.server.server_state.connections) == 1)

        await page.until(lambda: not page.server.server_state.connections)


async def test_who_reads_slowly_gets_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.status_page.connection_watch.REQUEST_SECONDS", 0.3)
    monkeypatch.setattr("bot.status_page.connection_watch.IDLE_SECONDS", 0.3)
    body = b"x" * 10_000_000
    async with served() as page, client(page.address, receive_buffer=4_096) as browser:
        page.show(body)
        browser.ask("/")

        assert (await browser.answer())[2] == body


async def test_a_stream_opens_on_a_connection_that_was_with_the_framework() -> None:
    """As proxies use them: for one client after another."""
    async with served() as page, client(page.address) as proxy:
        page.show(b"<h1>All good</h1>")
        assert (await proxy.get("/acme/nothing-here"))[0] == 404
        assert (await proxy.get("/acme/?lang=fr"))[0] == 200
        assert (await proxy.get("/acme/"))[2] == b"<h1>All good</h1>"
        assert (await proxy.get("/acme/nothing-here"))[0] == 404

        proxy.ask("/acme/events")
        status, headers = await proxy.head()

    assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nhost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nx:",
        BY_FRAMEWORK,
        BY_FRAMEWORK * 3,
        BY_FRAMEWORK + b"GET / HT",
        b"POST /acme/ HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\nx: a\r\nx: b",
        b"POST /acme/ HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab",
        b"nonsense\r\n\r\n",
    ],
)
@pytest.mark.parametrize("more", [b"", b"GET / HTTP/1.1\r\nhost: a\r\n\r\n"])
async def test_who_has_gone_leaves_nothing_behind(sent: bytes, more: bytes) -> None:
    """Not even until somebody looks for what refers to itself: it may be much, and come fast."""

    def left() -> list[object]:
        return [each for each in gc.get_objects() if isinstance(each, PageConnection | FrameworkConnection)]

    gc.collect()
    gc.disable()
    try:
        async with served() as page:
            page.show()
            async with client(page.address) as stranger:
                for part in (sent, more):
                    stranger.send(part)
                    await page.until(lambda: len(page.server.server_state.connections) <= 1)
                    await page.breath()
            await page.until(lambda: not page.server.server_state.connections)
            await page.until(lambda: not left())
    finally:
        gc.enable()
