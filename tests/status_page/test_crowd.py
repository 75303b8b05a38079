"""There are never more connections than there may be; who is waited for makes room for who comes."""

from __future__ import annotations

import asyncio

import pytest

from tests.status_page.served import client, served


async def test_for_who_comes_beyond_the_limit_the_one_goes_that_was_waited_for_longest() -> None:
    async with (
        served(connections=4) as page,
        client(page.address) as stream,
        client(page.address) as silent,
        client(page.address) as half,
        client(page.address) as proxy,
    ):
        page.show()
        stream.ask("/events")
        await stream.until(b"data: 1\n\n")
        assert (await proxy.get("/"))[0] == 200
        half.send(b"GET / HT")
        await page.until(lambda: sum(each.watch.asked_at is not None for each in page.connections) == 1)

        async with client(page.address) as visitor:
            assert (await visitor.get("/"))[0] == 200
            assert await silent.some() == b""
            assert (await proxy.get("/"))[0] == 200
            async with client(page.address) as another:
                assert (await another.get("/?a"))[0] == 200
                assert await half.some() == b""
                page.show()
                assert await stream.until(b"data: 2\n\n")
                assert len(page.server.server_state.connections) == 4


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab"])
async def test_however_many_come_there_is_room_for_another(sent: bytes) -> None:
    async with served(connections=10) as page:
        page.show()
        strangers = [await asyncio.open_connection(*page.address) for _ in range(50)]
        for _, writer in strangers:
            writer.write(sent)

        async with client(page.address) as visitor:
            assert (await visitor.get("/"))[0] == 200
            assert len(page.server.server_state.connections) <= 10
        for _, writer in strangers:
            writer.close()


async def test_nobody_who_is_being_answered_goes() -> None:
    asked, may_answer = asyncio.Event(), asyncio.Event()

    async def archive(_slug: str, _path: str, _base_path: str) -> None:
        asked.set()
        await may_answer.wait()

    async with served(connections=1, archive=archive) as page, client(page.address) as reader:
        page.show()
        reader.ask("/acme/history/2026-01")
        await asked.wait()

        async with client(page.address) as visitor:
            assert await visitor.some() == b""
        may_answer.set()
        assert (await reader.answer())[0] == 404
