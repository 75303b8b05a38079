"""Writers of SQLite: they wait for each other, and those that waited share a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import TryAgain
from storage.database import Database

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


class Gate:
    """Whoever is let in waits in its block until the test lets it on, or has it fail."""

    def __init__(self) -> None:
        self.entered = asyncio.Event()
        self.opened = asyncio.Event()


class Broken(Exception):
    pass


@pytest.fixture
async def kept(database: Database) -> Database:
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE kept (x INTEGER PRIMARY KEY)"))
    return database


@pytest.fixture
def commits(kept: Database) -> list[None]:
    """One for each."""
    seen: list[None] = []
    event.listen(kept.engine.sync_engine, "commit", lambda _connection: seen.append(None))
    return seen


async def write(database: Database, x: int, *, breaks: bool = False, gate: Gate | None = None) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("INSERT INTO kept VALUES (:x)"), {"x": x})
        if gate is not None:
            gate.entered.set()
            await gate.opened.wait()
        if breaks:
            raise Broken


async def read(database: Database) -> Sequence[int]:
    async with database.view() as connection:
        return list(await connection.scalars(text("SELECT x FROM kept ORDER BY x")))


async def test_those_that_waited_for_each_other_share_a_commit(kept: Database, commits: list[None]) -> None:
    gate = Gate()
    first = asyncio.create_task(write(kept, 0, gate=gate))
    await gate.entered.wait()
    others = [asyncio.create_task(write(kept, x)) for x in range(1, 10)]
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.gather(first, *others)

    assert await read(kept) == list(range(10))
    assert len(commits) == 1


async def test_who_is_alone_is_committed_at_once(kept: Database, commits: list[None]) -> None:
    for x in range(3):
        await write(kept, x)
        assert await read(kept) == list(range(x + 1))

    assert len(commits) == 3


async def test_nothing_stays_of_one_that_fails_and_all_of_the_others(kept: Database) -> None:
    results = await asyncio.gather(*(write(kept, x, breaks=x % 3 == 1) for x in range(9)), return_exceptions=True)

    assert [isinstance(result, Broken) for result in results] == [x % 3 == 1 for x in range(9)]
    assert await read(kept) == [0, 2, 3, 5, 6, 8]


async def test_a_statement_that_fails_costs_the_others_nothing(kept: Database) -> None:
    results = await asyncio.gather(*(write(kept, x) for x in (1, 2, 2, 3)), return_exceptions=True)

    assert [type(result) for result in results] == [type(None), type(None), IntegrityError, type(None)]
    assert await read(kept) == [1, 2, 3]


async def test_of_one_that_is_given_up_while_it_waits_or_writes_nothing_stays(kept: Database) -> None:
    gate = Gate()
    writing = asyncio.create_task(write(kept, 1, gate=gate))
    await gate.entered.wait()
    waiting, last = asyncio.create_task(write(kept, 2)), asyncio.create_task(write(kept, 3))
    await asyncio.sleep(0)
    waiting.cancel()
    writing.cancel()
    await asyncio.gather(writing, waiting, return_exceptions=True)
    await last

    assert await read(kept) == [3]


async def test_a_commit_that_fails_fails_for_all_that_share_it_and_nobody_else(kept: Database) -> None:
    async with kept.transaction() as connection:
        await connection.execute(text("CREATE TABLE child (x INTEGER REFERENCES kept DEFERRABLE INITIALLY DEFERRED)"))
    gate = Gate()
    first = asyncio.create_task(write(kept, 1, gate=gate))
    await gate.entered.wait()

    async def orphan() -> None:
        async with kept.transaction() as connection:
            await connection.execute(text("INSERT INTO child VALUES (99)"))

    second = asyncio.create_task(orphan())
    await asyncio.sleep(0)
    gate.opened.set()
    results = await asyncio.gather(first, second, return_exceptions=True)
    await write(kept, 5)

    assert [type(result) for result in results] == [IntegrityError, IntegrityError]
    assert await read(kept) == [5]


async def test_all_that_wait_for_a_lock_of_another_process_are_told_together(kept: Database) -> None:
    theirs, ours = Database(kept.url.render_as_string()), Database(kept.url.render_as_string(), busy_timeout=0.1)
    async with theirs.transaction():
        results = await asyncio.gather(*(write(ours, x) for x in range(50)), return_exceptions=True)
        assert [type(result) for result in results] == [TryAgain] * 50
    await write(ours, 1)

    assert await read(kept) == [1]
    await theirs.close()
    await ours.close()


async def test_of_what_somebody_in_a_crowd_saved_is_told_though_the_last_one_fails(kept: Database) -> None:
    seen = kept.changes.count
    crowd = [asyncio.create_task(write(kept, x, breaks=x == 99)) for x in range(100)]
    await asyncio.gather(*crowd, return_exceptions=True)

    await kept.changes.wait_beyond(seen)
    assert await read(kept) == list(range(99))
