"""A clock that is set while work is under way: nothing is lost, nothing waits for it, nothing is there twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.faults import Loss, Lost, RateLimited, ServerError, Slow
from bot.use_cases.clock import utc_now
from tests.delivery.desk import INCIDENTS, Desk, application_over, opened

POST = "chat.postMessage"
BACK, FORWARD = timedelta(hours=-1), timedelta(days=1)
STEPS = pytest.mark.parametrize("step", [BACK, FORWARD], ids=["back", "forward"])


@pytest.fixture
async def stopped(tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    """Slack's clock is right, whatever ours says. Nothing runs yet."""
    async with opened(tmp_path, slacks_clock=utc_now, database_url=database_url) as desk:
        yield desk


@pytest.fixture
async def desk(stopped: Desk) -> AsyncIterator[Desk]:
    async with stopped.application.running():
        yield stopped


async def step_by(desk: Desk, length: timedelta) -> None:
    """And let everybody look at the clock, as they do within a minute."""
    desk.clock.forward(length)
    desk.application.database.changes.tell()


@STEPS
async def test_what_backs_off_is_not_held_by_a_clock_that_was_set(desk: Desk, step: timedelta) -> None:
    desk.sandbox.faults.plan(POST, RateLimited(30), channel=INCIDENTS)
    await desk.declare()
    head = await desk.postponed(INCIDENTS)

    await step_by(desk, step)

    # Within what Slack has asked for, at the most; the clock is moved no further than that.
    await step_by(desk, max(timedelta(), min(head.due_at - desk.clock(), timedelta(seconds=30))))
    [announcement] = await desk.sandbox.until(desk.announcements)
    await desk.sandbox.until(lambda: desk.thread(announcement) == ["1"])


@STEPS
async def test_what_is_owed_after_the_step_does_not_wait_for_what_was_owed_before(desk: Desk, step: timedelta) -> None:
    number = await desk.declare()
    await desk.settled()
    desk.sandbox.faults.plan(POST, ServerError(), channel=INCIDENTS)
    await desk.update(number, "2")
    await desk.postponed(INCIDENTS)

    await step_by(desk, step)
    await desk.update(number, "3")

    [announcement] = desk.announcements()
    await desk.sandbox.until(lambda: desk.thread(announcement) == ["1", "2", "3"])


async def test_what_is_under_way_while_the_clock_goes_past_its_lease_is_begun_once(desk: Desk) -> None:
    under_way, looked_for = Slow(asyncio.Event()), Slow(asyncio.Event())
    desk.sandbox.faults.plan(POST, under_way, channel=INCIDENTS)
    desk.sandbox.faults.plan("conversations.history", looked_for, channel=INCIDENTS)
    await desk.declare()
    await under_way.reached.wait()

    await step_by(desk, FORWARD)

    # What comes of another channel shows that the dispatcher has looked again.
    await desk.declare(page="beta")
    [other] = await desk.sandbox.until(lambda: desk.announcements("general"))
    await desk.sandbox.until(lambda: desk.thread(other, "general") == ["1"])
    assert not looked_for.reached.is_set()
    under_way.released.set()
    await desk.settled()
    [announcement] = desk.announcements()
    # A reminder stands there, too, where it was planned before the clock went past it.
    assert desk.thread(announcement).count("1") == 1


@STEPS
async def test_a_post_whose_answer_was_lost_before_the_step_stands_once(desk: Desk, step: timedelta) -> None:
    desk.sandbox.faults.plan(POST, Lost(Loss.AFTER_THE_EFFECT), channel=INCIDENTS)
    number = await desk.declare()
    await desk.postponed(INCIDENTS)

    await step_by(desk, step)
    await desk.update(number, "2")
    await desk.settled()

    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", "2"]


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=1), timedelta(hours=-1)])
async def test_a_clock_that_is_set_wrong_finds_its_posts_all_the_same(stopped: Desk, ahead: timedelta) -> None:
    stopped.clock.forward(ahead)
    async with stopped.application.running():
        desk = stopped
        desk.sandbox.faults.plan(POST, Lost(Loss.AFTER_THE_EFFECT), channel=INCIDENTS)
        number = await desk.declare()
        await desk.settled()
        desk.sandbox.faults.plan(POST, Lost(Loss.AFTER_THE_EFFECT), channel=INCIDENTS)
        await desk.update(number, "2")
        await desk.settled()

        [announcement] = desk.announcements()
        assert desk.thread(announcement) == ["1", "2"]


@STEPS
async def test_what_a_dead_process_had_under_way_is_taken_up_when_its_lease_is_over(
    stopped: Desk, database_url: str, step: timedelta
) -> None:
    under_way = Slow(asyncio.Event())
    async with stopped.application.running():
        stopped.sandbox.faults.plan(POST, under_way, channel=INCIDENTS)
        await stopped.declare()
        await under_way.reached.wait()
        [left, *_] = await stopped.heads()
    under_way.released.set()

    stopped.clock.forward(step)
    desk = replace(stopped, application=application_over(stopped.sandbox, stopped.clock, database_url=database_url))
    async with desk.application.running():
        assert left.leased_until is not None
        await desk.skip_to(left.leased_until)
        [announcement] = await desk.sandbox.until(desk.announcements)
        await desk.sandbox.until(lambda: desk.thread(announcement) == ["1"])
        await desk.settled()
        assert len(desk.announcements()) == 1


@STEPS
async def test_each_reminder_comes_once(desk: Desk, step: timedelta) -> None:
    number = await desk.declare()
    await desk.update(number, "2", promises=timedelta(minutes=30))
    await desk.settled()
    [announcement] = desk.announcements()

    await step_by(desk, step)
    if step is BACK:
        await desk.settled()
        assert len(desk.thread(announcement)) == 2
        await step_by(desk, -step + timedelta(minutes=30))
    await desk.sandbox.until(lambda: len(desk.thread(announcement)) == 4)
    # There and back again, and nobody is reminded twice.
    await step_by(desk, BACK)
    await step_by(desk, -BACK)
    await desk.update(number, "3")
    await desk.sandbox.until(lambda: desk.thread(announcement)[4:] == ["3"])
    await desk.settled()
    assert len(desk.thread(announcement)) == 5


async def test_what_was_owed_by_a_clock_days_ahead_is_found_when_that_is_right_again(stopped: Desk) -> None:
    ahead = timedelta(days=4)
    stopped.clock.forward(ahead)
    async with stopped.application.running():
        number = await stopped.declare()
        await stopped.settled()
        stopped.sandbox.faults.plan(POST, Lost(Loss.AFTER_THE_EFFECT), channel=INCIDENTS)
        await stopped.update(number, "2")
        await stopped.postponed(INCIDENTS)

        await step_by(stopped, -ahead)
        await stopped.settled()

        [announcement] = stopped.announcements()
        assert stopped.thread(announcement).count("2") == 1
