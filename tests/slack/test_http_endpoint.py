"""What Slack posts over HTTP is taken only when it is signed, fresh, small and text."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.delivery.desk import Desk, opened

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


async def post(desk: Desk, body: bytes, headers: dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient(base_url=desk.application.url) as slack:
        return await slack.post(EVENTS, content=body, headers=headers)


async def test_what_is_signed_is_taken(desk: Desk) -> None:
    assert (await post(desk, COMMAND, signed(desk, COMMAND))).status_code == 200


async def test_what_is_not_signed_is_refused(desk: Desk) -> None:
    response = await post(desk, COMMAND, {"content-type": "application/x-www-form-urlencoded"})
    assert response.status_code == 401
    assert response.headers["x-content-type-options"] == "nosniff"


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


async def test_what_is_too_large_is_refused_unread(desk: Desk) -> None:
    body = b"a" * 2_000_001
    assert (await post(desk, body, signed(desk, body))).status_code == 413


async def test_what_does_not_say_how_long_it_is_is_refused(desk: Desk) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield COMMAND

    async with httpx.AsyncClient(base_url=desk.application.url) as slack:
        response = await slack.post(EVENTS, content=chunks(), headers=signed(desk, COMMAND))
    assert response.status_code == 411


@pytest.mark.parametrize("body", [b"\xff\xfe", b"command=%2Fincident&text=\xc3\x28"])
async def test_what_is_not_utf_8_is_refused(desk: Desk, body: bytes) -> None:
    assert (await post(desk, body, signed(desk, body))).status_code == 400


@pytest.mark.parametrize("body", [b"", b"payload=", b"payload=%7B", b"payload=%5B%5D", b"%", b"{}"])
async def test_what_is_signed_and_means_nothing_does_no_harm(desk: Desk, body: bytes) -> None:
    assert (await post(desk, body, signed(desk, body))).status_code in {200, 400, 404}
    assert (await post(desk, COMMAND, signed(desk, COMMAND))).status_code == 200


async def test_it_can_only_be_posted_to(desk: Desk) -> None:
    async with httpx.AsyncClient(base_url=desk.application.url) as browser:
        response = await browser.get(EVENTS)
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
