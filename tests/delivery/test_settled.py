"""What Slack refused for good, and what a person then makes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.faults import RateLimited, Refused
from bot.use_cases.actor import OPERATOR
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.settle_owed import DropOwed, RetryOwed
from storage.database import Database
from tests.delivery.desk import INCIDENTS, Desk

POST = "chat.postMessage"


@pytest.fixture
async def elsewhere(desk: Desk) -> AsyncIterator[Database]:
    """The same database, as another process holds it."""
    database = Database(desk.application.database.url.render_as_string(hide_password=False))
    yield database
    await database.close()


async def test_what_is_tried_anew_from_another_process_is_posted_at_once(desk: Desk, elsewhere: Database) -> None:
    await _set_aside(desk)
    [announcement] = desk.announcements()

    [owed] = await RetryOwed(elsewhere, desk.clock)(None, actor=OPERATOR, origin=COMMAND_LINE)

    # No clock is moved.
    await desk.sandbox.until(lambda: desk.thread(announcement) == ["1", "2"])
    await desk.settled()
    assert (owed.kind, await desk.rows()) == ("post_reply", [])


async def test_what_is_tried_anew_comes_before_what_waits_behind_it(desk: Desk, elsewhere: Database) -> None:
    number = await _set_aside(desk)
    desk.sandbox.faults.plan(POST, RateLimited(30), channel=INCIDENTS)
    await desk.update(number, "3")
    await desk.postponed(INCIDENTS)

    await RetryOwed(elsewhere, desk.clock)(None, actor=OPERATOR, origin=COMMAND_LINE)
    await desk.settled()

    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", "2", "3"]


async def test_what_is_refused_once_more_is_set_aside_once_more(desk: Desk, elsewhere: Database) -> None:
    await _set_aside(desk)
    desk.sandbox.faults.plan(POST, Refused("no_text"), times=3, channel=INCIDENTS)

    await RetryOwed(elsewhere, desk.clock)(None, actor=OPERATOR, origin=COMMAND_LINE)
    await desk.settled()

    [left] = await desk.rows()
    assert (left.attempts, left.last_error, left.set_aside_at is None) == (3, "no_text", False)


async def test_an_announcement_that_is_tried_anew_after_a_reply_has_announced_stands_once(
    desk: Desk, elsewhere: Database
) -> None:
    desk.sandbox.faults.plan(POST, Refused("invalid_blocks"), times=3)
    await desk.declare()
    await desk.settled()

    [owed] = await RetryOwed(elsewhere, desk.clock)(None, actor=OPERATOR, origin=COMMAND_LINE)
    await desk.settled()

    [announcement] = desk.announcements()
    assert (owed.kind, desk.thread(announcement)) == ("announce", ["1"])


async def test_what_is_given_up_is_never_posted(desk: Desk, elsewhere: Database) -> None:
    number = await _set_aside(desk)
    [left] = await desk.rows()

    await DropOwed(elsewhere, desk.clock)([left.id], "Said elsewhere.", actor=OPERATOR, origin=COMMAND_LINE)
    await desk.update(number, "3")
    await desk.settled()

    [announcement] = desk.announcements()
    assert (desk.thread(announcement), await desk.rows()) == (["1", "3"], [])


async def _set_aside(desk: Desk) -> int:
    """An incident whose second update Slack has refused for good."""
    number = await desk.declare()
    await desk.settled()
    desk.sandbox.faults.plan(POST, Refused("invalid_blocks"), times=3, channel=INCIDENTS)
    await desk.update(number, "2")
    await desk.settled()
    return number
