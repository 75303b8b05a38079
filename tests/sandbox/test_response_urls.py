from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from bot.sandbox.channel import Message
from bot.sandbox.sandbox import Sandbox
from tests.conftest import StoppedClock
from tests.sandbox.bolt_app import by_socket
from tests.sandbox.builders import actions, button, section

Json = dict[str, Any]


@pytest.fixture
async def url(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[str]:
    """That of a command of Ada's."""

    @app.command("/try")
    async def command(ack: Any, body: Json) -> None:
        urls.append(body["response_url"])
        await ack()

    urls: list[str] = []
    async with by_socket(app, sandbox):
        await sandbox.person("ada").types("/try")
        yield urls[0]


async def clicked(sandbox: Sandbox, app: AsyncApp) -> tuple[Message, str]:
    """A message of the app's whose button Ada has pressed, and the URL for it."""
    urls: list[str] = []

    @app.action("press")
    async def pressed(ack: Any, body: Json) -> None:
        urls.append(body["response_url"])
        await ack()

    await app.client.chat_postMessage(channel="C0INCIDENTS", text="Before", blocks=[actions(button())])
    message = sandbox.messages("incidents")[-1]
    await sandbox.person("ada").presses(message, "Press")
    return message, urls[0]


async def answer(session: aiohttp.ClientSession, url: str, body: Any) -> tuple[int, str]:
    async with session.post(url, json=body) as response:
        return response.status, await response.text()


async def test_an_answer_is_for_one_person_unless_it_says_otherwise(
    sandbox: Sandbox, session: aiohttp.ClientSession, url: str
) -> None:
    assert await answer(session, url, {"text": "Quiet"}) == (200, "ok")
    assert await answer(session, url, {"text": "Loud", "response_type": "in_channel"}) == (200, "ok")
    assert [message.text for message in sandbox.person("ada").messages_for_me()] == ["Quiet"]
    assert [message.text for message in sandbox.messages("incidents")] == ["Loud"]


async def test_a_url_takes_five_answers(sandbox: Sandbox, session: aiohttp.ClientSession, url: str) -> None:
    answers = [await answer(session, url, {"text": f"{n}"}) for n in range(6)]
    assert answers[:5] == [(200, "ok")] * 5
    status, body = answers[5]
    assert (status, "used_url" in body) == (404, True)
    assert len(sandbox.person("ada").messages_for_me()) == 5


async def test_a_url_is_good_for_thirty_minutes(session: aiohttp.ClientSession, clock: StoppedClock, url: str) -> None:
    clock.forward(minutes=30)
    assert await answer(session, url, {"text": "In time"}) == (200, "ok")
    clock.forward(seconds=1)
    status, body = await answer(session, url, {"text": "Late"})
    assert (status, "expired_url" in body) == (404, True)


async def test_a_url_that_slack_did_not_give_is_none(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    assert await answer(session, f"{sandbox.url}/response/other", {"text": "x"}) == (404, "no_service")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ([], "invalid_payload"),
        ({"text": 7}, "invalid_payload"),
        ({"text": "x", "blocks": [section("x" * 3_001)]}, "invalid_blocks"),
    ],
)
async def test_a_refused_answer_shows_nothing(
    sandbox: Sandbox, session: aiohttp.ClientSession, url: str, body: Any, error: str
) -> None:
    status, said = await answer(session, url, body)
    assert (status, error in said) == (400, True)
    assert sandbox.channel("incidents").messages == []


async def test_an_answer_is_cut_at_40_000_characters(
    sandbox: Sandbox, session: aiohttp.ClientSession, url: str
) -> None:
    for length in (40_000, 40_001):
        await answer(session, url, {"text": "x" * length})
    assert [len(message.text) for message in sandbox.person("ada").messages_for_me()] == [40_000, 40_000]


async def test_an_answer_takes_the_place_of_the_message_that_was_clicked(
    sandbox: Sandbox, app: AsyncApp, session: aiohttp.ClientSession, url: str
) -> None:
    message, click = await clicked(sandbox, app)
    await answer(session, click, {"text": "After", "replace_original": True})
    assert sandbox.messages("incidents") == [message]
    assert (message.text, message.blocks) == ("After", [])


async def test_an_answer_removes_the_message_that_was_clicked(
    sandbox: Sandbox, app: AsyncApp, session: aiohttp.ClientSession, url: str
) -> None:
    _, click = await clicked(sandbox, app)
    assert await answer(session, click, {"delete_original": True}) == (200, "ok")
    assert sandbox.channel("incidents").messages == []


async def test_an_answer_to_a_command_replaces_nothing(
    sandbox: Sandbox, session: aiohttp.ClientSession, url: str
) -> None:
    await answer(session, url, {"text": "First"})
    await answer(session, url, {"text": "Second", "replace_original": True})
    assert [message.text for message in sandbox.person("ada").messages_for_me()] == ["First", "Second"]
