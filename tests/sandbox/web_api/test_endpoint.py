from __future__ import annotations

import dataclasses

import aiohttp
import pytest

from bot.sandbox.sandbox import Sandbox
from tests.sandbox.bolt_app import CONFIG
from tests.sandbox.builders import section
from tests.sandbox.web_api.caller import Caller, Way


@pytest.mark.parametrize("way", Way)
async def test_arguments_come_in_all_four_ways_of_the_sdk(sandbox: Sandbox, call: Caller, way: Way) -> None:
    answer = await call.ok(
        "chat.postMessage", way=way, channel="C0INCIDENTS", text="Fire & smoke", blocks=[section(block_id="a")]
    )
    [message] = sandbox.messages("incidents")
    assert (message.ts, message.text, message.blocks) == (answer["ts"], "Fire & smoke", [section(block_id="a")])


async def test_a_token_may_stand_among_the_arguments(sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
    async with session.post(f"{sandbox.api_url}auth.test", data={"token": sandbox.bot_token}) as answer:
        assert (await answer.json())["user_id"] == "U0STORMLAMP"


async def test_a_call_without_a_token_is_not_authed(call: Caller) -> None:
    assert await call.error("auth.test", token=None) == "not_authed"


async def test_a_call_with_a_wrong_token_has_invalid_auth(call: Caller) -> None:
    assert await call.error("auth.test", token="xoxb-wrong") == "invalid_auth"


@pytest.mark.parametrize(
    ("method", "token"), [("auth.test", Sandbox.app_token), ("apps.connections.open", Sandbox.bot_token)]
)
async def test_each_method_takes_its_own_kind_of_token(call: Caller, method: str, token: str) -> None:
    assert await call.error(method, token=token) == "not_allowed_token_type"


async def test_a_method_that_is_not_there_is_named(call: Caller) -> None:
    answer = await call("chat.shout")
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")


async def test_a_scope_that_the_manifest_lacks_is_named(session: aiohttp.ClientSession) -> None:
    config = dataclasses.replace(CONFIG, scopes=frozenset({"users:read"}))
    async with Sandbox(app=config) as sandbox:
        answer = await Caller(sandbox, session)("chat.postMessage", channel="C0INCIDENTS", text="Hello")
    assert answer == {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "users:read"}


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        ("{", "application/json", "invalid_json"),
        ("[]", "application/json", "json_not_object"),
        ("x", "text/csv", "invalid_post_type"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    sandbox: Sandbox, session: aiohttp.ClientSession, body: str, content_type: str, error: str
) -> None:
    async with session.post(f"{sandbox.api_url}auth.test", data=body, headers={"content-type": content_type}) as answer:
        assert (await answer.json())["error"] == error


@pytest.mark.parametrize("limit", ["many", [], {"a": 1}])
async def test_a_number_that_is_none_is_refused(call: Caller, limit: object) -> None:
    assert await call.error("conversations.list", limit=limit) == "invalid_arguments"


async def test_a_missing_argument_is_named(call: Caller) -> None:
    answer = await call("conversations.info")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
