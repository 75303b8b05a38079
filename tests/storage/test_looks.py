"""Whether the database answers and takes what is written: told at once, and truly."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.errors import TryAgain
from storage.database import Database
from storage.looks import Looks, Seen
from tests.domain.builders import PAGE, a_page
from tests.full_disk import full_disk

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@contextlib.contextmanager
def locked(database: Database) -> Iterator[None]:
    """By another process."""
    with contextlib.closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


@contextlib.asynccontextmanager
async def looking(database: Database, *, writes: bool = True) -> AsyncIterator[Looks]:
    looks = Looks(database, lambda: NOW, writes=writes)
    yield looks
    await looks.close()


async def troubled(looks: Looks, words: str) -> None:
    """A look may take longer than whoever asks waits for it."""
    async with asyncio.timeout(10):
        while words not in ((await looks()).trouble or ""):
            pass


async def well(looks: Looks) -> None:
    async with asyncio.timeout(10):
        while (await looks()).trouble is not None:
            pass


async def test_a_database_that_takes_what_is_written_is_well_and_keeps_nothing_of_the_look(database: Database) -> None:
    async with looking(database) as looks:
        assert await looks() == Seen(None)
        # Also where there was doubt.
        database._write_failed = True
        assert await looks() == Seen(None)

    async with database.view() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM deliveries")) == 0


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_lock_that_another_process_holds_is_told_and_so_is_its_end(database_url: str) -> None:
    database = Database(database_url, busy_timeout=0.05)
    async with looking(database) as looks, looking(database, writes=False) as reader:
        with locked(database):
            await troubled(looks, "The database is busy")
            assert await reader() == Seen(None)
        await well(looks)
    await database.close()


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_write_that_failed_is_told_however_lately_another_went_through(database_url: str) -> None:
    database = Database(database_url, busy_timeout=0.05)
    async with looking(database) as looks:
        async with database.writing() as uow:
            await uow.pages.add(a_page(), renderer_version=1)
        with locked(database):
            with pytest.raises(TryAgain):
                async with database.writing() as uow:
                    await uow.pages.advance(PAGE, now=NOW)
            await troubled(looks, "The database is busy")
    await database.close()


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_full_disk_is_told_and_so_is_its_end(database: Database) -> None:
    async with looking(database) as looks:
        with full_disk(database):
            await troubled(looks, "The database's disk is full")
        await well(looks)


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_a_postgresql_that_is_read_only_says_so_and_is_told(database: Database) -> None:
    name = database.url.database
    async with looking(database) as looks:
        await _alter(database, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        await troubled(looks, "The database is read-only")
        with pytest.raises(TryAgain, match=r"The database is read-only\. Nothing was saved"):
            async with database.writing() as uow:
                await uow.pages.add(a_page(), renderer_version=1)

        await _alter(database, f"ALTER DATABASE {name} SET default_transaction_read_only = off")
        await well(looks)


async def _alter(database: Database, statement: str) -> None:
    async with database.engine.connect() as connection:
        await connection.execute(text("SET TRANSACTION READ WRITE"))
        await connection.execute(text(statement))
        await connection.commit()
    # What is set so holds for new connections.
    await database.engine.dispose()


async def test_who_asks_while_the_database_is_silent_is_answered_at_once(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db", busy_timeout=60)
    with contextlib.closing(sqlite3.connect(tmp_path / "stormlamp.db", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        async with looking(database) as looks:
            first = asyncio.create_task(looks())
            assert await looks() == await first == Seen("The database does not answer.")
            assert looks._looking is not None
            assert not looks._looking.done()
            connection.execute("ROLLBACK")
    await database.close()


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_file_that_was_moved_away_and_put_back_is_told_of(database: Database, tmp_path: Path) -> None:
    async with looking(database) as looks:
        await well(looks)
        (tmp_path / "stormlamp.db").rename(tmp_path / "elsewhere.db")
        await troubled(looks, "moved or replaced while Stormlamp was running")
        with pytest.raises(TryAgain, match="moved or replaced"):
            await database.try_to_write()

        (tmp_path / "elsewhere.db").rename(tmp_path / "stormlamp.db")
        await well(looks)
