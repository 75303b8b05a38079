"""Whatever strangers send to the port: they are answered or cut, and nothing breaks."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.delivery.desk import Desk, opened
from tests.status_page.served import client

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_METHODS = [b"GET"] * 3 + [b"HEAD", b"POST", b"OPTIONS", b"PUT", b"DELETE", b"TRACE", b"CONNECT", b"PRI", b"get"]
_PATHS = [
    *(b"/", b"/acme", b"/acme/", b"/acme//", b"//", b"//acme", b"/acme/history", b"/acme/history/", b"/acme/events"),
    *(b"/history/2026-11", b"/acme/history/0000-00", b"/acme/history/9999-99", b"/acme/history/2026-13", b"/history/"),
    *("/acme/history/２０２６-１１".encode(), b"/acme/history/%EF%BC%92%EF%BC%90%EF%BC%92%EF%BC%96-%D9%A1%D9%A1"),
    *(b"/incidents/aaaaaaaaaaaa", b"/acme/incidents/aaaaaaaaaaaa", b"/acme/incidents/%00aaaaaaaaaaa", b"/incidents/a"),
    *(b"/acme/api/v2/status.json", b"/acme/api/v2/../../etc", b"/acme/badge.svg", b"/acme/badge/%ff.svg", b"/events"),
    *(b"/healthz", b"/readyz", b"/healthz/", b"/slack/events", b"/slack/events/", b"/%2e%2e/", b"/\xff", b"/%"),
    *(b"*", b"", b"acme", b"http://a/acme/", b"http://[::1/acme/", b"a:80", b"/acme/?a=%zz&b", b"/acme/#a", b"/;a"),
]
_NAMES = [
    *(b"host", b"accept-encoding", b"if-none-match", b"connection", b"upgrade", b"content-length", b"range", b"expect"),
    *(b"transfer-encoding", b"x-forwarded-for", b"x-slack-signature", b"x-slack-request-timestamp", b"content-type"),
    *(b"origin", b"cookie", b"x", b"HOST", b"http2-settings", b"sec-websocket-key"),
]
_VALUES = [
    *(b"acme.example", b"localhost:99999", b"[::1]", b"gzip", b"br;q=0, *;q=1", b"gzip;q=x", b'"a", W/"b"', b"*", b""),
    *(b"close", b"keep-alive", b"upgrade", b"Upgrade, x", b"websocket", b"h2c", b"100-continue", b"chunked"),
    *(b"0", b"2", b"-1", b"9" * 30, b"identity, chunked", b"bytes=0-", b"v0=" + b"0" * 64, b"\xff"),
    *(b"application/x-www-form-urlencoded", b"1795000000", b",,;;==", b"\t", b'"'),
]
_BODIES = [b"", b"{}", b"[]", b"null", b"payload=", b"0\r\n\r\n", b"5\r\nab", b"GET / HTTP/1.1\r\n\r\n", b"\r\n"]

_junk = st.binary(max_size=12)
_headers = st.lists(st.tuples(st.sampled_from(_NAMES) | _junk, st.sampled_from(_VALUES) | _junk), max_size=5)


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    """Bytes that resemble a request, more or less."""
    method, path = draw(st.sampled_from(_METHODS) | _junk), draw(st.sampled_from(_PATHS) | _junk.map(b"/".__add__))
    version = draw(st.sampled_from([b"HTTP/1.1"] * 5 + [b"HTTP/1.0", b"HTTP/2.0", b"", b"HTTP/1.1 x"]))
    lines = [b" ".join((method, path, version)), *(b"%s: %s" % header for header in draw(_headers)), b"", b""]
    request = b"\r\n".join(lines) + draw(st.sampled_from(_BODIES) | _junk)
    return request[: draw(st.sampled_from([len(request)] * 4 + list(range(0, len(request), 7))))]


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """With a server that has no patience, so that every connection comes to its end."""
    monkeypatch.setattr("bot.status_page.connection_watch.REQUEST_SECONDS", 0.02)
    monkeypatch.setattr("bot.status_page.connection_watch.IDLE_SECONDS", 0.02)
    async with opened(tmp_path) as desk, desk.application.running():
        yield desk


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.lists(st.lists(requests(), min_size=1, max_size=3).map(b"".join), min_size=12, max_size=12))
async def test_nothing_that_is_sent_breaks_anything(
    desk: Desk, caplog: pytest.LogCaptureFixture, sent: list[bytes]
) -> None:
    async with asyncio.timeout(10):
        answers = await asyncio.gather(*(answered(desk, each) for each in sent))

    for each, answer in zip(sent, answers, strict=True):
        statuses = {int(status) for status in _STATUS.findall(answer)}
        assert not {status for status in statuses if status >= 500} - {503}, each
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def answered(desk: Desk, sent: bytes) -> bytes:
    """All that comes back until the server closes; a stream of events has no end."""
    async with client(("127.0.0.1", int(desk.application.url.rpartition(":")[2]))) as stranger:
        stranger.send(sent)
        answer = b""
        while piece := await stranger.some():
            answer += piece
            if b"text/event-stream" in answer:
                break
        return answer
