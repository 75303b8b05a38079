"""Open pages are told of changes at once, over connections that cost little and end when they should."""

from __future__ import annotations

import asyncio
import contextlib
import time

from bot.status_page.memory import Place
from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import represent
from tests.status_page.served import Served, client, served


async def test_a_stream_begins_with_an_event_and_tells_of_each_change() -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        browser.ask("/acme/events")
        status, headers = await browser.head()
        await browser.until(b"retry: ")
        assert 1_000 <= int(await browser.until(b"\n")) <= 5_000
        first = await browser.until(b"\n\n")

        page.show(b"<h1>An outage</h1>")

        assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
        assert headers["cache-control"] == "no-store"
        assert first == b"\ndata: 1\n\n"
        assert await browser.until(b"\n\n") == b"data: 2\n\n"


async def test_a_query_is_no_reason_to_open_no_stream() -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        browser.ask("/acme/events?since=%201")

        assert (await browser.head())[0] == 200
        await browser.until(b"data: 1\n\n")


async def test_who_asks_for_the_head_alone_learns_whether_there_is_room() -> None:
    async with served(limit=1) as page:
        page.show()
        async with client(page.address) as browser:
            assert await head_alone(page) == 200
            browser.ask("/events")
            await browser.until(b"data: 1\n\n")
            assert await head_alone(page) == 503


async def head_alone(page: Served) -> int:
    async with client(page.address) as monitor:
        monitor.send(b"HEAD /events HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        status, _ = await monitor.head()
        assert await monitor.rest() == b""
        return status


async def test_a_change_of_another_page_is_not_told() -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        browser.ask("/events")
        await browser.until(b"data: 1\n\n")

        page.pages.put(Place("other", "/other/"), {"": represent(RenderedFile("text/html", b""))}, whole=False)
        page.show()

        assert await browser.until(b"\n\n") == b"data: 3\n\n"


async def test_a_stream_says_how_long_ago_the_pages_were_known_to_be_right() -> None:
    async with served() as page, client(page.address) as browser:
        page.show()
        page.pages.confirm()
        browser.ask("/events")

        assert (await browser.until(b"data: 1\n\n")).endswith(b"event: confirmed\ndata: 0\n\ndata: 1\n\n")


async def test_one_stream_too_many_is_refused_until_another_one_ends() -> None:
    async with served(limit=1) as page:
        page.show()
        async with client(page.address) as first, client(page.address) as second:
            first.ask("/events")
            await first.until(b"data: 1\n\n")

            second.ask("/events")
            status, headers, _ = await second.answer()

            assert (status, headers["retry-after"]) == (503, "60")
        await page.until(lambda: len(page.streams) == 0)
        async with client(page.address) as third:
            third.ask("/events")
            assert (await third.head())[0] == 200


async def test_a_client_that_does_not_listen_is_cut() -> None:
    async with served() as page, client(page.address, receive_buffer=1_024) as deaf, client(page.address) as browser:
        page.show()
        for each in (deaf, browser):
            each.ask("/events")
        await page.until(lambda: len(page.streams) == 2)

        async def listen() -> None:
            while True:
                await browser.until(b"\n\n")

        listening = asyncio.create_task(listen())
        while len(page.streams) == 2:
            page.show()
            await page.breath()

        assert len(page.streams) == 1
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening


async def test_a_stop_ends_the_streams_first_and_soon() -> None:
    async with contextlib.AsyncExitStack() as stack:
        page = await stack.enter_async_context(served())
        page.show()
        listeners = [await stack.enter_async_context(client(page.address)) for _ in range(50)]
        for each in listeners:
            each.ask("/events")
        await page.until(lambda: len(page.streams) == 50)
        began = time.monotonic()

        page.server.stop()

        rests = await asyncio.gather(*(each.rest() for each in listeners))
        assert time.monotonic() - began < 2
        assert all(rest.endswith(b"data: 1\n\n") for rest in rests)
        assert not page.streams.has_room
