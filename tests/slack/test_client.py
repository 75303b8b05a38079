"""Slack's client makes sense of whatever answers in Slack's stead, and keeps its connections."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.metrics import Metrics
from bot.sandbox.faults import Fault, Loss, Lost, RateLimited, Refused, ServerError
from bot.sandbox.sandbox import Sandbox
from bot.slack.client import make_client


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Refused("invalid_auth"), "invalid_auth"),
        (ServerError(500, "internal_error"), "internal_error"),
        (ServerError(503), "http_503"),
        (RateLimited(1), "ratelimited"),
    ],
)
async def test_every_refusal_has_a_name(fault: Fault, error: str) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.plan("chat.postMessage", fault)

        with pytest.raises(SlackApiError) as refusal:
            await make_client(sandbox.bot_token, sandbox.api_url).chat_postMessage(channel="C0INCIDENTS", text="Hello")

    assert refusal.value.response["error"] == error


async def test_what_slack_s_errors_are_counted_by_is_a_limited_number_of_names() -> None:
    metrics = Metrics()
    async with Sandbox() as sandbox:
        client = make_client(sandbox.bot_token, sandbox.api_url, metrics=metrics)
        for error in ("not_in_channel", "<p>Sign in</p>", "a" * 1_000, *(f"error_{number}" for number in range(200))):
            sandbox.faults.plan("auth.test", Refused(error))
            with pytest.raises(SlackApiError):
                await client.auth_test()

    [calls] = metrics.slack_calls.collect()
    outcomes = {each.labels["outcome"]: each.value for each in calls.samples if each.name.endswith("_total")}
    assert (outcomes["not_in_channel"], outcomes["error_98"], len(outcomes)) == (1, 1, 101)
    assert outcomes["other"] == 203 - 100


@pytest.mark.parametrize("status", [200, 403, 404])
async def test_a_text_where_slack_s_json_should_be_says_nothing_of_the_call(status: int) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.plan("chat.postMessage", ServerError(status))

        with pytest.raises(SlackRequestError, match=r"^Slack's answer can't be read\.$"):
            await make_client(sandbox.bot_token, sandbox.api_url).chat_postMessage(channel="C0INCIDENTS", text="Hello")


@pytest.mark.parametrize("status", [200, 302, 403])
@pytest.mark.parametrize(
    ("body", "content_type"),
    [("<p>Sign in.</p>", "text/html"), ("", "text/html"), ("{}", "application/json"), ("[]", "application/json")],
)
async def test_an_answer_of_a_server_before_slack_says_nothing_of_the_call(
    status: int, body: str, content_type: str
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=body, content_type=content_type)

    proxy = web.Application()
    proxy.router.add_post("/chat.postMessage", answer)
    async with TestServer(proxy) as server:
        client = make_client("xoxb-1", str(server.make_url("/")))
        with pytest.raises(SlackRequestError, match=r"^Slack's answer can't be read\.$"):
            await client.chat_postMessage(channel="C0INCIDENTS", text="Hello")


@pytest.mark.parametrize("loss", Loss)
async def test_what_slack_may_have_stored_is_not_posted_again_without_looking(loss: Loss) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.plan("chat.postMessage", Lost(loss))
        client = make_client(sandbox.bot_token, sandbox.api_url)

        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.chat_postMessage(channel="C0INCIDENTS", text="Hello")

        assert sandbox.web_api.made["chat.postMessage"] == 1


async def test_what_changes_nothing_is_asked_again_where_the_connection_broke() -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.plan("users.info", Lost(Loss.BEFORE_THE_EFFECT))

        answer = await make_client(sandbox.bot_token, sandbox.api_url).users_info(user="U0ADA")

    assert answer["user"]["id"] == "U0ADA"


async def test_calls_that_follow_each_other_share_a_connection() -> None:
    peers = []

    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        peers.append(request.transport.get_extra_info("peername"))
        return web.json_response({"ok": True})

    slack = web.Application()
    slack.router.add_post("/auth.test", answer)
    async with TestServer(slack) as server:
        client = make_client("xoxb-1", str(server.make_url("/")))
        async with client.keeping_connections():
            await client.auth_test()
            await client.auth_test()
        await client.auth_test()

    assert peers[0] == peers[1] != peers[2]
