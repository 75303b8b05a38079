"""Stormlamp goes on from a copy of its database as if nothing had happened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from storage.copies import back_up, copy, restore
from storage.database import Database
from tests.delivery.desk import Desk, application_over, opened
from tests.postgresql import PostgreSQL


@pytest.fixture
async def desk(tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    """Nothing runs yet."""
    async with opened(tmp_path, database_url=database_url) as desk:
        yield desk
        await desk.application.database.close()


@pytest.fixture
async def moved(desk: Desk, database_kind: str, postgresql: PostgreSQL, tmp_path: Path) -> Callable[[], Desk]:
    """The desk over the other kind of database, in the same workspace."""
    url = f"sqlite:///{tmp_path}/moved.db"
    if database_kind == "sqlite":
        url = (await postgresql.new_database()).render_as_string(hide_password=False)
    return lambda: replace(desk, application=application_over(desk.sandbox, desk.clock, database_url=url))


async def incidents(database: Database) -> list[tuple[str, str, list[str]]]:
    async with database.reading() as uow:
        found = await uow.incidents.listed(resolved=None, offset=0, limit=10)
    return [(each.reference, each.id, [update.id for update in each.updates]) for each in found]


async def test_after_a_move_incidents_keep_their_threads_and_new_ones_are_declared(
    desk: Desk, moved: Callable[[], Desk]
) -> None:
    async with desk.application.running():
        number = await desk.declare("Website slow")
        await desk.update(number, "2")
        await desk.settled()
        before = await incidents(desk.application.database)
    new = moved()

    await copy(desk.application.database, new.application.database)

    async with new.application.running():
        assert await incidents(new.application.database) == before
        await new.update(number, "3")
        assert await new.declare("Mail slow") == number + 1
        await new.settled()
    first, second = new.announcements()
    assert new.thread(first) == ["1", "2", "3"]
    assert new.thread(second) == ["1"]


async def test_what_was_delivered_after_the_copy_was_taken_is_not_posted_again(
    desk: Desk, moved: Callable[[], Desk], tmp_path: Path
) -> None:
    number = await desk.declare("Website slow")
    await desk.update(number, "2")
    await back_up(desk.application.database, tmp_path / "backup.db", force=False)
    async with desk.application.running():
        await desk.settled()
    new = moved()

    await restore(new.application.database, tmp_path / "backup.db", replace=False)

    async with new.application.running():
        await new.update(number, "3")
        await new.settled()
    (announcement,) = new.announcements()
    assert new.thread(announcement) == ["1", "2", "3"]
