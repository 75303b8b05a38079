"""The database fails while Slack is told: what is owed waits for it, and stands there once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.errors import TryAgain
from bot.sandbox.faults import RateLimited, Slow
from storage.database import Database
from tests.delivery.desk import GENERAL, INCIDENTS, Desk, opened
from tests.full_disk import full_disk
from tests.logged import logged
from tests.postgresql import PostgreSQL, running

POST = "chat.postMessage"


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_full_disk_keeps_nothing_of_what_is_owed(desk: Desk) -> None:
    desk.sandbox.faults.plan(POST, RateLimited(30), channel=INCIDENTS)
    number = await desk.declare()
    await desk.update(number, "2")
    head = await desk.postponed(INCIDENTS)

    with full_disk(desk.application.database):
        await _fill(desk)
        with pytest.raises(TryAgain, match="The database's disk is full"):
            await desk.declare(page="beta")
        await _make_room_for_a_lease(desk)
        await desk.skip_to(head.due_at)
        [announcement] = await desk.sandbox.until(desk.announcements)
        await desk.sandbox.until(lambda: desk.thread(announcement) == ["1", "2"])

    await desk.update(number, "3")
    await desk.settled()
    assert desk.announcements() == [announcement]
    assert desk.thread(announcement) == ["1", "2", "3"]
    assert desk.announcements("general") == []


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_what_slack_took_while_the_database_was_busy_is_noted_as_soon_as_it_is_free(desk: Desk) -> None:
    under_way = Slow(asyncio.Event())
    desk.sandbox.faults.plan(POST, under_way, channel=INCIDENTS)
    number = await desk.declare()
    await desk.update(number, "2")
    await under_way.reached.wait()
    busy = Database(str(desk.application.database.url))
    with capture_logs() as logs:
        async with busy.transaction():
            under_way.released.set()
            await logged(logs, "delivery_not_noted", "is busy", seconds=20)
    await busy.close()

    # Its lease is not over before this clock is moved.
    [announcement] = desk.announcements()
    await desk.sandbox.until(lambda: desk.thread(announcement) == ["1", "2"])


@pytest.fixture
def postgresql_of_its_own() -> Iterator[PostgreSQL]:
    with running() as server:
        yield server


async def test_what_slack_took_while_the_database_was_away_for_a_minute_stands_once(
    tmp_path: Path, postgresql_of_its_own: PostgreSQL
) -> None:
    url = (await postgresql_of_its_own.new_database()).render_as_string(hide_password=False)
    async with opened(tmp_path, database_url=url) as desk, desk.application.running():
        under_way = Slow(asyncio.Event())
        desk.sandbox.faults.plan(POST, under_way, channel=INCIDENTS)
        number = await desk.declare()
        await desk.update(number, "2")
        await under_way.reached.wait()

        with capture_logs() as logs:
            await asyncio.to_thread(postgresql_of_its_own.stop)
            under_way.released.set()
            await logged(logs, "delivery_not_noted", "does not answer", seconds=20)
            desk.clock.forward(timedelta(minutes=1))
            await logged(logs, "outbox_unreachable", "does not answer", seconds=20)
            await asyncio.to_thread(postgresql_of_its_own.start)

        await desk.settled()
        [announcement] = desk.announcements()
        assert desk.thread(announcement) == ["1", "2"]


async def _fill(desk: Desk) -> None:
    """Until no row of the outbox may grow."""
    with contextlib.suppress(TryAgain):
        while True:
            await _set_aside_one_more(desk)


async def _make_room_for_a_lease(desk: Desk) -> None:
    """A row grows by it. How much room is left besides is chance."""
    async with desk.application.database.writing() as uow:
        await uow.outbox.done(next(owed for owed in await uow.outbox.all() if owed.kind == "filler"))


async def _set_aside_one_more(desk: Desk) -> None:
    async with desk.application.database.writing() as uow:
        await uow.outbox.add(stream=GENERAL, kind="filler", payload={}, now=desk.clock())
        filler = max(await uow.outbox.all(), key=lambda owed: owed.id)
        await uow.outbox.set_aside(filler, error="", now=desk.clock())
