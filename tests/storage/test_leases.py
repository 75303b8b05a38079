"""What two processes lease at the same moment, as PostgreSQL lets them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.outbox import Outbox, Owed
from tests.conftest import StoppedClock
from tests.postgresql import waits

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])

LEASE = timedelta(seconds=60)

#: In the place of PostgreSQL's own: what asks for it has seen the rows, and has locked none of them yet.
_SLOW_RANDOM = """
    CREATE FUNCTION public.random() RETURNS double precision LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN 0.5; END $$
"""


async def owe(database: Database, clock: StoppedClock, *streams: str) -> None:
    async with database.writing() as uow:
        for stream in streams:
            await uow.outbox.add(stream=stream, kind="announce", payload={}, now=clock())


async def take(database: Database, clock: StoppedClock) -> list[Owed]:
    async with database.writing() as uow:
        return list(await uow.outbox.lease_heads(now=clock(), until=clock() + LEASE))


async def take_slowly(database: Database, clock: StoppedClock) -> list[Owed]:
    async with database.transaction() as connection, AsyncSession(connection) as session:
        await session.execute(text("SET LOCAL search_path TO public, pg_catalog"))
        return list(await Outbox(session).lease_heads(now=clock(), until=clock() + LEASE))


@pytest.fixture
async def database(database: Database) -> Database:
    async with database.transaction() as connection:
        await connection.execute(text(_SLOW_RANDOM))
    return database


async def test_what_another_process_leases_meanwhile_is_not_leased_again(
    database: Database, clock: StoppedClock
) -> None:
    await owe(database, clock, "C1", "C2")
    async with database.transaction() as brake:
        await brake.execute(text("SELECT pg_advisory_xact_lock(1)"))
        slow = asyncio.create_task(take_slowly(database, clock))
        await waits(database, slow)
        taken = await take(database, clock)

    assert [owed.stream for owed in taken] == ["C1", "C2"]
    assert await slow == []


async def test_what_another_process_sets_aside_meanwhile_is_not_leased_again(
    database: Database, clock: StoppedClock
) -> None:
    await owe(database, clock, "C1")
    async with database.transaction() as brake:
        await brake.execute(text("SELECT pg_advisory_xact_lock(1)"))
        slow = asyncio.create_task(take_slowly(database, clock))
        await waits(database, slow)
        [owed] = await take(database, clock)
        async with database.writing() as uow:
            await uow.outbox.set_aside(owed, error="invalid_blocks", now=clock())

    assert await slow == []


async def test_the_next_of_a_stream_waits_for_one_that_another_process_leases_meanwhile(
    database: Database, clock: StoppedClock
) -> None:
    await owe(database, clock, "C1", "C1")
    [first] = await take(database, clock)
    async with database.writing() as uow:
        await uow.outbox.set_aside(first, error="invalid_blocks", now=clock())
    async with database.transaction() as brake:
        await brake.execute(text("SELECT pg_advisory_xact_lock(1)"))
        slow = asyncio.create_task(take_slowly(database, clock))
        await waits(database, slow)
        async with database.writing() as uow:
            await uow.outbox.put_back(first, now=clock())
        [owed] = await take(database, clock)

    assert owed.id == first.id
    assert await slow == []
