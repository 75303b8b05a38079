"""Targets follow the record: through faults of their own, and through time alone."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery import leases
from bot.delivery.addresses import Addresses
from bot.delivery.target_follower import TargetFollower
from bot.domain.component import PageId
from bot.domain.incident import IncidentStatus
from bot.sandbox.person import readable
from bot.status_page.rendered import RenderedFile
from bot.status_page.targets.folder import FolderTarget
from bot.status_page.targets.layout import Written
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.take_snapshot import TakeSnapshot
from storage.database import Database
from tests.conftest import StoppedClock
from tests.delivery.desk import Desk, opened


@pytest.mark.parametrize("step", [timedelta(minutes=2), timedelta(hours=-1)], ids=["forward", "set back"])
async def test_a_failing_target_is_named_in_the_thread_until_it_is_repaired(tmp_path: Path, step: timedelta) -> None:
    site = tmp_path / "site"
    async with _opened_with_target(tmp_path, site) as desk:
        number = await desk.declare()
        await desk.settled()
        await _until(desk, lambda: (site / "acme/index.html").exists())
        (site / "acme").rename(site / "kept")
        (site / "acme").write_text("in the way")

        await desk.update(number, "2")
        [announcement] = desk.announcements()
        reply = await desk.sandbox.until(lambda: desk.sandbox.thread("incidents", announcement)[1:])
        await desk.sandbox.until(lambda: f"file://{site} does not take the page" in readable(reply[0]))
        assert "Stormlamp keeps trying" in readable(reply[0])

        (site / "acme").unlink()
        (site / "kept").rename(site / "acme")
        desk.clock.forward(step)
        desk.application.database.changes.tell()
        await desk.sandbox.until(lambda: "On the page" in readable(reply[0]), seconds=10)
        assert "2" in (site / "acme/index.html").read_text()


async def test_a_failing_target_holds_neither_the_page_nor_another_target(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good"
    async with _opened_with_target(tmp_path, bad, good) as desk:
        await _until(desk, lambda: (bad / "acme/index.html").exists() and (good / "acme/index.html").exists())
        (bad / "acme").rename(bad / "kept")
        (bad / "acme").write_text("in the way")
        await desk.declare("Checkout is down")
        await desk.page_shows("/acme/", "Checkout is down")
        await _until(desk, lambda: "Checkout is down" in (good / "acme/index.html").read_text())
        assert "Checkout is down" in (good / "acme/index.html").read_text()


async def test_a_resolved_incident_leaves_the_front_page_by_time_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    async with _opened_with_target(tmp_path, site) as desk:
        number = await desk.declare("Checkout is down")
        incident = await desk.update(number, "2", IncidentStatus.RESOLVED)
        month = f"/acme/history/{incident.created_at:%Y-%m}"
        await desk.page_shows("/acme/", "Checkout is down")
        await desk.settled()

        await desk.skip_to(desk.clock() + timedelta(days=8))
        await desk.page_shows("/acme/", "Checkout is down", is_shown=False)
        await _until(desk, lambda: "Checkout is down" not in (site / "acme/index.html").read_text())
        for path in (f"/acme/incidents/{incident.id}", month, "/acme/history"):
            assert "Checkout is down" in await desk.page_shows(path, "Checkout is down")
            assert "Checkout is down" in (site / path[1:] / "index.html").read_text()
        assert [message for message in desk.sandbox.messages("incidents") if "Checkout" in message.text] != []


class LocksTheDatabase(FolderTarget):
    """Nobody can write to the database any more once this target has a page, until it is let go."""

    def __init__(self, folder: Path) -> None:
        super().__init__("locks", folder / "site")
        self._lock = sqlite3.connect(folder / "stormlamp.db", isolation_level=None)
        self.is_written = asyncio.Event()

    async def write(self, slug: str, files: Mapping[str, RenderedFile], **how: Any) -> Written:
        written = await super().write(slug, files, **how)
        if not self.is_written.is_set():
            self._lock.execute("BEGIN IMMEDIATE")
            self.is_written.set()
        return written

    def let_go(self) -> None:
        self._lock.close()


async def test_what_a_locked_database_did_not_note_is_noted_as_soon_as_it_can_be(
    tmp_path: Path, clock: StoppedClock
) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db", busy_timeout=0.05)
    await database.migrate()
    await CreatePage(database, clock)(NewPage(slug="acme", name="Acme"), actor=OPERATOR, origin=COMMAND_LINE)
    async with database.writing() as uow:
        page = await uow.pages.by_slug("acme")
        await uow.publications.follow(page.id, ["locks"], now=clock())
    target, addresses = LocksTheDatabase(tmp_path), Addresses("https://status.example.com")
    follower = TargetFollower(database, TakeSnapshot(database, clock, addresses.url_of), addresses, target, clock)
    following = asyncio.create_task(follower.run())
    try:
        with capture_logs() as logs:
            await target.is_written.wait()
            while not logs:
                await database.changes.wait_beyond(database.changes.count, seconds=0.01)
        assert [entry["event"] for entry in logs] == ["target_not_followed"]
        target.let_go()
        # The clock stands still, so no lease runs out.
        while (await _revision(database, page.id)) < page.revision:
            database.changes.tell()
            await asyncio.sleep(0)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        await database.close()


class TakesLong(FolderTarget):
    def __init__(self, folder: Path) -> None:
        super().__init__("long", folder / "site")
        self.has_begun = asyncio.Event()
        self.may_end = asyncio.Event()

    async def write(self, slug: str, files: Mapping[str, RenderedFile], **how: Any) -> Written:
        self.has_begun.set()
        await self.may_end.wait()
        return await super().write(slug, files, **how)


async def test_a_publication_that_takes_longer_than_its_lease_is_nobody_elses(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.2))
    page = await CreatePage(database, utc_now)(NewPage(slug="acme", name="Acme"), actor=OPERATOR, origin=COMMAND_LINE)
    async with database.writing() as uow:
        await uow.publications.follow(page.id, ["long"], now=utc_now())
    target, addresses = TakesLong(tmp_path), Addresses("https://status.example.com")
    follower = TargetFollower(database, TakeSnapshot(database, utc_now, addresses.url_of), addresses, target, utc_now)
    following = asyncio.create_task(follower.run())
    try:
        await target.has_begun.wait()
        for _ in range(3):
            await database.changes.wait_beyond(database.changes.count)
        over = utc_now()
        async with database.writing() as uow:
            assert not await uow.publications.lease(page.id, "long", now=over, until=over + timedelta(hours=1))
        target.may_end.set()
        while (await _revision(database, page.id)) < page.revision:
            await database.changes.wait_beyond(database.changes.count, seconds=0.1)
        async with database.writing() as uow:
            now = utc_now()
            assert await uow.publications.lease(page.id, "long", now=now, until=now)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def _revision(database: Database, page_id: PageId) -> int:
    async with database.reading() as uow:
        [publication] = await uow.publications.of_page(page_id)
        return publication.revision


@contextlib.asynccontextmanager
async def _opened_with_target(folder: Path, *sites: Path) -> AsyncIterator[Desk]:
    async with opened(folder, publish_to=tuple(f"file://{site}" for site in sites)) as desk, desk.application.running():
        yield desk


async def _until(desk: Desk, holds: Callable[[], bool]) -> None:
    """Every publication is noted in the database, so its changes are what to wait for."""
    changes = desk.application.database.changes
    while True:
        seen = changes.count
        if holds():
            return
        await changes.wait_beyond(seen)
