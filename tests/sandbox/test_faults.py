from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.sandbox.faults import Fault, Loss, Lost, RateLimited, Refused, ServerError, Slow
from bot.sandbox.sandbox import Sandbox
from tests.sandbox.web_api.caller import Caller

POST: dict[str, Any] = {"method": "chat.postMessage", "channel": "C0INCIDENTS", "text": "Hello"}


def count(sandbox: Sandbox) -> int:
    return len(sandbox.messages("incidents"))


async def test_an_error_of_slack_s_is_answered_once_and_nothing_is_done(sandbox: Sandbox, call: Caller) -> None:
    sandbox.faults.plan("chat.postMessage", Refused("internal_error"))
    assert await call.error(**POST) == "internal_error"
    assert count(sandbox) == 0
    await call.ok(**POST)


async def test_a_limit_is_answered_with_the_seconds_to_wait(sandbox: Sandbox, call: Caller) -> None:
    sandbox.faults.plan("chat.postMessage", RateLimited(retry_after=7))
    status, headers, body = await call.response(**POST)
    assert (status, headers["retry-after"], json.loads(body)["error"]) == (429, "7", "ratelimited")
    assert count(sandbox) == 0


@pytest.mark.parametrize("status", [500, 503])
async def test_a_failing_server_answers_no_json(sandbox: Sandbox, call: Caller, status: int) -> None:
    sandbox.faults.plan("chat.postMessage", ServerError(status))
    got, headers, _ = await call.response(**POST)
    assert (got, headers["content-type"].partition(";")[0]) == (status, "text/plain")
    assert count(sandbox) == 0


@pytest.mark.parametrize(("loss", "posted"), [(Loss.BEFORE_THE_EFFECT, 0), (Loss.AFTER_THE_EFFECT, 1)])
async def test_an_answer_is_lost_before_or_after_the_effect(
    sandbox: Sandbox, call: Caller, loss: Loss, posted: int
) -> None:
    sandbox.faults.plan("chat.postMessage", Lost(loss))
    with pytest.raises(aiohttp.ClientError):
        await call.response(**POST)
    assert count(sandbox) == posted


async def test_an_answer_is_held_back_after_the_effect(sandbox: Sandbox, call: Caller) -> None:
    slow = Slow(asyncio.Event())
    sandbox.faults.plan("chat.postMessage", slow)
    calling = asyncio.create_task(call.ok(**POST))
    await slow.reached.wait()
    assert (count(sandbox), calling.done()) == (1, False)
    slow.released.set()
    assert (await calling)["ts"] == sandbox.messages("incidents")[0].ts


async def test_faults_come_in_order_as_often_as_planned(sandbox: Sandbox, call: Caller) -> None:
    sandbox.faults.plan("chat.postMessage", Refused("first"), times=2)
    sandbox.faults.plan("*", Refused("second"), times=None)
    assert [await call.error(**POST) for _ in range(4)] == ["first", "first", "second", "second"]
    assert await call.error("auth.test") == "second"
    sandbox.faults.clear()
    await call.ok(**POST)


async def test_a_fault_may_be_for_one_channel_only(sandbox: Sandbox, call: Caller) -> None:
    fault: Fault = Refused("internal_error")
    sandbox.faults.plan("chat.postMessage", fault, times=None, channel="C0GENERAL")
    await call.ok(**POST)
    assert await call.error("chat.postMessage", channel="C0GENERAL", text="Hello") == "internal_error"
