from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.sandbox.rates import Rates
from bot.sandbox.sandbox import Sandbox
from tests.conftest import StoppedClock
from tests.sandbox.bolt_app import CONFIG
from tests.sandbox.web_api.caller import Caller


@pytest.mark.parametrize(("tier", "most"), [(1, 1), (2, 20), (3, 50), (4, 100)])
def test_a_method_may_be_called_as_often_in_a_minute_as_its_tier_says(
    clock: StoppedClock, tier: int, most: int
) -> None:
    rates = Rates(clock)

    def wait(method: str = "some.method") -> int | None:
        return rates.seconds_to_wait(method, tier=tier, channel=None)

    assert [wait() for _ in range(most)] == [None] * most
    assert wait() == 60
    assert wait("other.method") is None
    clock.forward(seconds=59)
    assert wait() == 1
    clock.forward(seconds=1)
    assert wait() is None


async def test_a_limit_is_answered_over_http_and_ends(sandbox: Sandbox, call: Caller, clock: StoppedClock) -> None:
    for _ in range(20):
        await call.ok("conversations.list")
    clock.forward(seconds=20)
    status, headers, _ = await call.response("conversations.list")
    assert (status, headers["retry-after"]) == (429, "40")
    clock.forward(seconds=40)
    await call.ok("conversations.list")


async def test_messages_are_counted_by_channel_about_one_a_second(
    sandbox: Sandbox, call: Caller, clock: StoppedClock
) -> None:
    async def post(channel: str) -> int:
        return (await call.response("chat.postMessage", channel=channel, text="x"))[0]

    assert [await post("C0INCIDENTS") for _ in range(11)] == [200] * 10 + [429]
    assert await post("C0GENERAL") == 200
    clock.forward(seconds=10)
    assert await post("C0INCIDENTS") == 200


async def test_a_sandbox_may_be_without_limits(session: aiohttp.ClientSession) -> None:
    async with Sandbox(app=CONFIG, rate_limits=False) as sandbox:
        call: Any = Caller(sandbox, session)
        for _ in range(21):
            await call.ok("conversations.list")
