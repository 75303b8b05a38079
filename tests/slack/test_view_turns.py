from __future__ import annotations

import asyncio

from bot.slack.view_turns import ViewTurns


async def test_an_action_that_a_newer_one_overtook_is_told_so() -> None:
    turns = ViewTurns()
    done: list[str] = []

    async def act(action_ts: str) -> None:
        async with turns.turn("V1", action_ts) as is_newest:
            if is_newest:
                done.append(action_ts)

    async with turns.turn("V1", "1.0"):
        waiting = [asyncio.create_task(act(action_ts)) for action_ts in ("2.0", "4.0", "3.0")]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)

    assert done == ["4.0"]


async def test_one_view_does_not_wait_for_another() -> None:
    turns = ViewTurns()

    async with turns.turn("V1", "1.0") as first, turns.turn("V2", "0.5") as second:
        assert first
        assert second


async def test_an_older_action_that_comes_late_changes_nothing() -> None:
    turns = ViewTurns()
    async with turns.turn("V1", "2.0"):
        pass

    async with turns.turn("V1", "1.0") as is_newest:
        assert not is_newest
