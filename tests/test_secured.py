"""Every answer has the headers that protect, whoever gives it."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from bot.status_page.answers import SECURITY
from tests.delivery.desk import opened
from tests.status_page.served import client, served

EXPECTED = {name.decode(): value.decode() for name, value in SECURITY}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET /nothing HTTP/1.1\r\nhost: a\r\n\r\n", 404),
        (b"GET / HTTP/1.1\r\nhost: a\r\nx: %s\r\n\r\n" % (b"a" * 70_000), 431),
        (b"GET /readyz?a HTTP/1.1\r\nhost: a\r\n\r\n", 200),
        (b"GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n", 200),
        (b"POST /metrics HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n", 405),
        (b"POST /slack/events HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n", 401),
        (b"GET / HTTP/1.1\r\nhost: a\r\n\r\n" * 2, 200),
    ],
)
async def test_whatever_is_asked_on_either_port(tmp_path: Path, sent: bytes, status: int) -> None:
    statuses = []
    async with opened(tmp_path, metrics_port=0) as desk, desk.application.running():
        await desk.page_shows("/", "Acme")
        for url in (desk.application.url, desk.application.metrics_url or ""):
            address = url.removeprefix("http://").partition("/")[0].split(":")
            async with client((address[0], int(address[1]))) as stranger:
                stranger.send(sent)
                answered, headers = await stranger.head()
                statuses.append(answered)
                policy = headers.pop("content-security-policy")
                assert policy.startswith("default-src 'none'")
                assert EXPECTED.items() - {("content-security-policy", EXPECTED["content-security-policy"])} <= (
                    headers.items()
                )
    assert status in statuses


async def test_what_goes_wrong(caplog: pytest.LogCaptureFixture) -> None:
    async def archive(_slug: str, _path: str, _base_path: str) -> None:
        raise LookupError("a fault of ours")

    async with served(archive=archive) as page, client(page.address) as reader:
        page.show()
        status, headers, body = await reader.get("/acme/history/2026-01")

    assert (status, headers["connection"], body) == (500, "close", b"Something went wrong here.")
    assert EXPECTED.items() <= headers.items()
    assert [record.exc_info is not None for record in caplog.records if record.levelno >= logging.ERROR] == [True]


async def test_who_is_not_answered_when_the_server_stops_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.web_server._GRACE_SECONDS", 0.1)
    asked = asyncio.Event()

    async def archive(_slug: str, _path: str, _base_path: str) -> None:
        asked.set()
        await asyncio.Event().wait()

    async with served(archive=archive) as page, client(page.address) as reader:
        page.show()
        reader.ask("/acme/history/2026-01")
        await asked.wait()
        page.server.stop()

        status, headers, _ = await reader.answer()

    assert status == 503
    assert EXPECTED.items() <= headers.items()
    assert [record for record in caplog.records if record.exc_info] == []
