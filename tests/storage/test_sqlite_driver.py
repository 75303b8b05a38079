from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import aiosqlite
import pytest

from storage.sqlite_driver import Connections

NUMBERS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?) SELECT x FROM n"


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[aiosqlite.Connection]:
    connection = await Connections().open(str(tmp_path / "numbers.db"), check_same_thread=False)
    yield connection
    await connection.close()


async def test_a_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        connection = await Connections().open(str(tmp_path / "made.db"), check_same_thread=False)
        await connection.execute("PRAGMA journal_mode = WAL")
        await connection.execute("CREATE TABLE n (x INTEGER)")
        modes = modes_in(tmp_path)
        await connection.close()
    finally:
        os.umask(before)
    assert "made.db" in modes
    assert set(modes.values()) == {0o600}


def modes_in(folder: Path) -> dict[str, int]:
    return {each.name: stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}


async def test_a_file_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "there.db").touch()
    (tmp_path / "there.db").chmod(0o640)
    connection = await Connections().open(str(tmp_path / "there.db"), check_same_thread=False)
    await connection.close()
    assert stat.S_IMODE((tmp_path / "there.db").stat().st_mode) == 0o640


@pytest.mark.parametrize("count", [1, 499, 500, 501, 1_700])
async def test_a_result_of_any_length_comes_whole(connection: aiosqlite.Connection, count: int) -> None:
    cursor = await connection.cursor()
    await cursor.execute(NUMBERS, (count,))
    expected = [(number,) for number in range(1, count + 1)]

    assert list(await cursor.fetchall()) == expected


@pytest.mark.parametrize("size", [1, 7, 500, 600])
async def test_a_long_result_is_read_bit_by_bit(connection: aiosqlite.Connection, size: int) -> None:
    cursor = await connection.cursor()
    await cursor.execute(NUMBERS, (1_700,))
    read: list[int] = []
    while rows := list(await cursor.fetchmany(size)):
        assert len(rows) <= size
        read += [number for (number,) in rows]

    assert read == list(range(1, 1_701))


async def test_what_is_left_of_a_long_result_holds_no_lock(connection: aiosqlite.Connection, tmp_path: Path) -> None:
    await connection.execute("CREATE TABLE kept AS SELECT 1 AS x")
    cursor = await connection.cursor()
    await cursor.execute(NUMBERS, (1_700,))
    assert await cursor.fetchone() == (1,)
    await cursor.close()

    with sqlite3.connect(tmp_path / "numbers.db", timeout=0) as other:
        other.execute("DROP TABLE kept")


async def test_a_statement_tells_what_it_changed(connection: aiosqlite.Connection) -> None:
    await connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, x)")
    cursor = await connection.cursor()

    await cursor.executemany("INSERT INTO kept (x) VALUES (?)", [(1,), (2,)])
    assert cursor.rowcount == 2
    await cursor.execute("INSERT INTO kept (x) VALUES (3) RETURNING id")
    assert await cursor.fetchone() == (3,)
    await cursor.execute("UPDATE kept SET x = 0")
    assert (cursor.rowcount, await cursor.fetchone()) == (3, None)


async def test_a_file_that_can_not_be_opened_leaves_nothing_behind(tmp_path: Path) -> None:
    before, connections = set(threading.enumerate()), Connections()
    with pytest.raises(sqlite3.OperationalError, match="unable to open database file"):
        await connections.open(str(tmp_path / "nowhere" / "numbers.db"))
    await connections.ended()
    assert [thread for thread in set(threading.enumerate()) - before if thread.daemon] == []
