"""What nobody foresaw in one row ends nothing else, and what waits for room is held by nobody."""

import asyncio
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot.delivery import dispatcher, leases
from bot.sandbox.faults import Refused, Slow
from storage.database import Database
from tests.delivery.desk import GENERAL, INCIDENTS, Desk, application_over, opened
from tests.public_page import reader


async def test_a_row_that_this_version_does_not_know_is_set_aside_and_holds_nothing(desk: Desk) -> None:
    async with desk.application.database.writing() as uow:
        await uow.outbox.add(stream=INCIDENTS, kind="from_the_future", payload={}, now=desk.clock())
    await desk.declare()
    with capture_logs() as logs:
        await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1"]
    [left] = await desk.rows()
    assert (left.kind, left.attempts, left.set_aside_at is None) == ("from_the_future", 3, False)
    assert [entry for entry in logs if entry["event"] == "part_failed"] == []


async def test_a_row_whose_incident_is_gone_is_set_aside(desk: Desk) -> None:
    async with desk.application.database.writing() as uow:
        await uow.outbox.add(stream=INCIDENTS, kind="announce", payload={"incident": 99}, now=desk.clock())
    await desk.settled()
    [left] = await desk.rows()
    assert left.last_error == "There is no INC-99. /incident list shows the open ones."
    assert desk.announcements() == []


@pytest.fixture
async def crowded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """There is room for one stream, that of #incidents, which takes until this is released. #general waits."""
    number = await desk.declare()
    await desk.settled()
    monkeypatch.setattr(dispatcher, "_STREAMS_AT_ONCE", 1)
    slow = Slow(asyncio.Event())
    desk.sandbox.faults.plan("chat.postMessage", slow, channel=INCIDENTS)
    await desk.update(number, "2")
    await slow.reached.wait()
    await desk.declare(page="beta")
    return slow


async def test_what_waits_for_room_is_delivered_as_soon_as_there_is_some(desk: Desk, crowded: Slow) -> None:
    assert desk.announcements("general") == []
    crowded.released.set()

    [announcement] = await desk.sandbox.until(lambda: desk.announcements("general"))
    await desk.sandbox.until(lambda: desk.thread(announcement, "general") == ["1"])


async def test_what_waits_for_room_here_is_posted_once_though_another_process_has_some(
    desk: Desk, crowded: Slow, database_url: str
) -> None:
    under_way = Slow(asyncio.Event())
    desk.sandbox.faults.plan("chat.postMessage", under_way, channel=GENERAL)
    other = application_over(desk.sandbox, desk.clock, database_url=database_url)
    async with other.running():
        await desk.skip_to(desk.clock() + leases.LEASE + timedelta(seconds=1))
        await under_way.reached.wait()
        crowded.released.set()
        # Now there is room here, too, and what waited for it would be posted before what came after it.
        await desk.update(1, "3")
        [announcement] = desk.announcements()
        await desk.sandbox.until(lambda: desk.thread(announcement) == ["1", "2", "3"])
        under_way.released.set()
        await desk.settled()

    [announcement] = desk.announcements("general")
    assert desk.thread(announcement, "general") == ["1"]


async def test_what_is_held_for_too_long_is_not_posted_any_more(desk: Desk, database_url: str) -> None:
    joining = Slow(asyncio.Event())
    desk.sandbox.faults.plan("chat.postMessage", Refused("not_in_channel"), channel=INCIDENTS)
    desk.sandbox.faults.plan("conversations.join", joining, channel=INCIDENTS)
    await desk.declare()
    await joining.reached.wait()
    other = application_over(desk.sandbox, desk.clock, database_url=database_url)
    async with other.running():
        await desk.skip_to(desk.clock() + leases.LEASE + timedelta(seconds=1))
        [announcement] = await desk.sandbox.until(desk.announcements)
        joining.released.set()
        await desk.settled()

    assert desk.announcements() == [announcement]
    assert desk.thread(announcement) == ["1"]


async def test_what_takes_longer_than_its_lease_is_nobody_elses(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.6))
    slow, looked_for = Slow(asyncio.Event()), Slow(asyncio.Event())
    async with opened(tmp_path, database_url=database_url) as desk:
        desk.sandbox.faults.plan("chat.postMessage", slow, channel=INCIDENTS)
        desk.sandbox.faults.plan("conversations.history", looked_for, channel=INCIDENTS)
        other = application_over(desk.sandbox, desk.clock, database_url=database_url)
        async with desk.application.running(), other.running():
            await desk.declare()
            await slow.reached.wait()
            first = await _leased_until(desk)

            while await _leased_until(desk) < first + 3 * leases.LEASE:
                await desk.application.database.changes.wait_beyond(desk.application.database.changes.count)

            assert not looked_for.reached.is_set()
            slow.released.set()
            await desk.settled()

    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1"]


async def test_what_is_under_way_when_it_is_told_to_end_is_finished(tmp_path: Path, database_url: str) -> None:
    async with opened(tmp_path, database_url=database_url) as desk, AsyncExitStack() as application:
        await application.enter_async_context(desk.application.running())
        slow = Slow(asyncio.Event())
        desk.sandbox.faults.plan("chat.postMessage", slow, channel=INCIDENTS)
        await desk.declare()
        await slow.reached.wait()

        ending = asyncio.create_task(application.aclose())
        async with reader(desk.application.url) as public:
            with suppress(httpx.TransportError):
                while True:
                    await public.get("/healthz")
        slow.released.set()
        await ending

        database = Database(database_url)
        async with database.reading() as uow:
            left = await uow.outbox.all()
        await database.close()
        assert [(owed.kind, owed.leased_until) for owed in left] == [("post_reply", None)]
        assert len(desk.announcements()) == 1


async def _leased_until(desk: Desk) -> datetime:
    [head] = await desk.heads()
    assert head.leased_until is not None
    return head.leased_until
