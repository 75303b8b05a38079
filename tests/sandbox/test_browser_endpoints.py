from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.bolt_app import by_socket
from tests.sandbox.builders import actions, button, field, home, modal, options

Json = dict[str, Any]

FIND = {"type": "external_select", "action_id": "find"}
FORM = modal(
    field(block_id="title"),
    field(FIND, label="Found", block_id="found", optional=True),
    actions(button()) | {"block_id": "go"},
    callback_id="form",
)


class Browser:
    """Ada's."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self._url, self._session = sandbox.url, session

    async def state(self, user: str = "U0ADA") -> Any:
        async with self._session.get(f"{self._url}/sandbox/state", params={"user": user}) as response:
            return await response.json()

    async def acts(self, kind: str, *, user: str = "U0ADA", **deed: Any) -> Any:
        deed |= {"user": user, "kind": kind}
        async with self._session.post(f"{self._url}/sandbox/act", json=deed) as response:
            return await response.json()


@pytest.fixture
async def browser(sandbox: Sandbox, app: AsyncApp, session: aiohttp.ClientSession) -> AsyncIterator[Browser]:
    """Over an app that opens a form, and answers what is done in it."""

    @app.command("/try")
    @app.shortcut("try_anywhere")
    @app.shortcut("try_message")
    async def open_form(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.action("press")
    async def press(ack: Any, client: Any) -> None:
        await client.chat_postMessage(channel="C0INCIDENTS", text="Pressed")
        await ack()

    @app.options("find")
    async def find(ack: Any, payload: Json) -> None:
        await ack(options=options(2))

    @app.view("form")
    async def submitted(ack: Any, view: Json) -> None:
        if view["state"]["values"]["title"]["typed"]["value"] == "Fire":
            await ack()
        else:
            await ack(response_action="errors", errors={"title": "Say fire."})

    @app.event("app_home_opened")
    async def opened(event: Json, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view=home())

    async with by_socket(app, sandbox):
        yield Browser(sandbox, session)


async def form_of(browser: Browser, sandbox: Sandbox) -> str:
    assert await browser.acts("type", channel="C0INCIDENTS", text="/try") == {"ok": True}
    return (await sandbox.person("ada").modal()).view.id


def typed(text: str) -> Json:
    return {"title": {"typed": {"type": "plain_text_input", "value": text}}}


async def test_a_person_sees_what_is_theirs(sandbox: Sandbox, browser: Browser, app: AsyncApp) -> None:
    await app.client.chat_postEphemeral(channel="C0INCIDENTS", user="U0ADA", text="For Ada")
    seen = {name: await browser.state(name) for name in ("U0ADA", "U0CLEO")}
    texts = {
        name: [message["text"] for channel in state["channels"] for message in channel["messages"]]
        for name, state in seen.items()
    }
    assert texts == {"U0ADA": ["For Ada"], "U0CLEO": []}
    names = {name: {channel["name"] for channel in state["channels"]} for name, state in seen.items()}
    assert names["U0ADA"] - names["U0CLEO"] == {"ops-private"}


@pytest.mark.parametrize("user", ["U0NOBODY", "U0UMA", "U0OTHERBOT"])
async def test_nobody_looks_who_cannot_come_in(browser: Browser, user: str) -> None:
    assert await browser.state(user) == {"ok": False, "error": "There is no such person in this workspace."}


async def test_typing_a_message_and_a_command(sandbox: Sandbox, browser: Browser) -> None:
    await browser.acts("type", channel="C0INCIDENTS", text="Hello")
    [root] = sandbox.messages("incidents")
    await browser.acts("type", channel="C0INCIDENTS", text="Reply", thread_ts=root.ts)
    assert [message.text for message in sandbox.thread("incidents", root)] == ["Reply"]
    refused = await browser.acts("type", channel="C0INCIDENTS", text="/unknown")
    assert refused == {"ok": False, "error": "/unknown is not a valid command."}


async def test_submitting_a_form_shows_its_errors_and_then_closes_it(sandbox: Sandbox, browser: Browser) -> None:
    view_id = await form_of(browser, sandbox)
    await browser.acts("submit", view_id=view_id, state=typed("Smoke"))
    [view] = (await browser.state())["views"]
    assert view["errors"] == {"title": "Say fire."}
    assert view["state"]["values"]["title"]["typed"]["value"] == "Smoke"
    await browser.acts("submit", view_id=view_id, state=typed("Fire"))
    assert (await browser.state())["views"] == []
    gone = await browser.acts("submit", view_id=view_id, state=typed("Fire"))
    assert gone == {"ok": False, "error": "This form is not open any more."}


async def test_closing_a_form(sandbox: Sandbox, browser: Browser) -> None:
    view_id = await form_of(browser, sandbox)
    refused = await browser.acts("close", view_id=view_id, user="U0BOB")
    assert refused["error"] == "This form is not open any more."
    await browser.acts("close", view_id=view_id)
    assert not sandbox.person("ada").has_modal


async def test_looking_for_options(sandbox: Sandbox, browser: Browser) -> None:
    view_id = await form_of(browser, sandbox)
    found = await browser.acts("suggest", view_id=view_id, block_id="found", action_id="find", query="Opt")
    assert found == {"ok": True, "options": options(2)}


async def test_pressing_a_button_of_a_form_and_of_a_message(sandbox: Sandbox, browser: Browser, app: AsyncApp) -> None:
    view_id = await form_of(browser, sandbox)
    press = {"block_id": "go", "action_id": "press"}
    assert await browser.acts("action", view_id=view_id, state=typed("Fire"), **press) == {"ok": True}
    await app.client.chat_postMessage(channel="C0INCIDENTS", text="x", blocks=[actions(button()) | {"block_id": "go"}])
    place = {"channel": "C0INCIDENTS", "message_ts": sandbox.messages("incidents")[-1].ts}
    assert await browser.acts("action", **place, **press) == {"ok": True}
    assert [message.text for message in sandbox.messages("incidents")] == ["Pressed", "x", "Pressed"]
    missing = await browser.acts("action", **place, block_id="go", action_id="other")
    assert missing["error"] == "This button is not there any more."


async def test_using_shortcuts(sandbox: Sandbox, browser: Browser) -> None:
    await browser.acts("shortcut", callback_id="try_anywhere")
    await (await sandbox.person("ada").modal()).close()
    await browser.acts("type", channel="C0INCIDENTS", text="Hello")
    place = {"channel": "C0INCIDENTS", "message_ts": sandbox.messages("incidents")[0].ts}
    await browser.acts("shortcut", callback_id="try_message", **place)
    await sandbox.person("ada").modal()


async def test_opening_the_home(sandbox: Sandbox, browser: Browser) -> None:
    await browser.acts("home")
    await sandbox.until(lambda: sandbox.views.home("U0ADA"))
    assert (await browser.state())["home"]["type"] == "home"


@pytest.mark.parametrize("deed", [{"kind": "fly"}, {"kind": "type"}, {"kind": "submit", "view_id": []}])
async def test_a_deed_that_is_none_is_refused(browser: Browser, deed: Json) -> None:
    assert not (await browser.acts(**deed))["ok"]


async def test_a_page_of_another_origin_does_nothing(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    deed = '{"user": "U0ADA", "kind": "type", "channel": "C0INCIDENTS", "text": "Hello"}'
    async with session.post(f"{sandbox.url}/sandbox/act", data=deed, headers={"content-type": "text/plain"}) as answer:
        assert answer.status == 415
    assert sandbox.messages("incidents") == []


async def test_changes_are_told_as_they_happen(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(5), session.get(f"{sandbox.url}/sandbox/events") as stream:
        assert await stream.content.readline() == b"retry: 1000\n"
        await stream.content.readline()
        telling = asyncio.create_task(sandbox.person("ada").types("Hello"))
        assert await stream.content.readline() == b"event: changed\n"
        await telling


async def test_the_page_asks_nothing_of_others(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with session.get(sandbox.url) as page:
        policy = page.headers["content-security-policy"]
        assert page.content_type == "text/html"
    assert policy.startswith("default-src 'none'; script-src 'self'")
