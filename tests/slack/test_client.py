"""Slack's client makes sense of whatever answers in Slack's stead."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.faults import Fault, RateLimited, Refused, ServerError
from bot.sandbox.sandbox import Sandbox
from bot.slack.client import make_client


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Refused("invalid_auth"), "invalid_auth"),
        (ServerError(500, "internal_error"), "internal_error"),
        (ServerError(503), "http_503"),
        (ServerError(404), "http_404"),
        (RateLimited(1), "ratelimited"),
    ],
)
async def test_every_refusal_has_a_name(fault: Fault, error: str) -> None:
    async with Sandbox() as sandbox:
        sandbox.faults.plan("chat.postMessage", fault)

        with pytest.raises(SlackApiError) as refusal:
            await make_client(sandbox.bot_token, sandbox.api_url).chat_postMessage(channel="C0INCIDENTS", text="Hello")

    assert refusal.value.response["error"] == error
