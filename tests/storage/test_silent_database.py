"""A PostgreSQL that answers no more, and does not say why: nobody waits for it for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from bot.domain.errors import TryAgain
from storage.database import Database
from tests.domain.builders import NOON, PAGE, a_page
from tests.silent_proxy import SilentDatabase

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])


@pytest.fixture
async def proxy(database_url: str) -> AsyncIterator[SilentDatabase]:
    async with SilentDatabase(database_url).running() as proxy:
        yield proxy


@pytest.fixture
async def database(proxy: SilentDatabase) -> AsyncIterator[Database]:
    database = Database(proxy.url, answers_within=0.5)
    yield database
    await database.close()


async def read(database: Database) -> int:
    async with database.reading() as uow:
        return len(await uow.pages.all())


async def test_who_waited_for_it_is_told_and_the_next_one_gets_a_new_connection(
    proxy: SilentDatabase, database: Database
) -> None:
    assert await read(database) == 0

    proxy.silence()

    with pytest.raises(TryAgain, match="does not answer"):
        await read(database)
    assert await read(database) == 0


async def test_who_only_listens_to_it_notices_too(proxy: SilentDatabase, database: Database) -> None:
    watching = asyncio.create_task(database.watch())
    await database.changes.wait_beyond(0)

    proxy.silence()

    with pytest.raises(TryAgain, match="does not answer"):
        await watching


async def test_who_listens_to_it_leaves_at_once(proxy: SilentDatabase) -> None:
    patient = Database(proxy.url, answers_within=600)
    watching = asyncio.create_task(patient.watch())
    await patient.changes.wait_beyond(0)

    proxy.silence()
    watching.cancel()

    async with asyncio.timeout(20):
        with pytest.raises(asyncio.CancelledError):
            await watching
        await patient.close()


async def test_what_a_machine_that_vanished_has_locked_is_free_soon(database: Database) -> None:
    async with database.view() as connection:
        limit = await connection.scalar(text("SHOW idle_in_transaction_session_timeout"))

    assert limit == "20s"


async def test_whoever_waits_behind_it_gives_up_first(database_url: str) -> None:
    """It may have been on the same machine: given the lock, it would keep that for as long as the one before."""
    database = Database(database_url)
    async with database.writing() as uow:
        await uow.pages.add(a_page(), renderer_version=1)

    async with database.writing() as vanished:
        await vanished.pages.advance(PAGE, now=NOON)
        with pytest.raises(TryAgain, match=r"^The database is busy\. Nothing was saved; try again in a moment\.$"):
            async with database.writing() as waiting:
                await waiting.pages.advance(PAGE, now=NOON)
    await database.close()
