"""SQLite's driver with one change of threads for each statement, where its own takes three or four.

They are most of what a statement costs, and a change of an incident is twenty of them. One that writes makes none at
all between getting the lock and committing: nothing there waits for anybody, and each statement takes microseconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from weakref import WeakSet

import aiosqlite
from aiosqlite.context import contextmanager

#: Rows that come with the execution. Few results have more: those that are read bit by bit, because they are long.
_ROWS_AT_ONCE = 500
#: Seconds for a thread to end. One of a connection that is still in use does not.
_ENDED_WITHIN = 1.0


class _Cursor(aiosqlite.Cursor):
    def __init__(self, connection: SQLiteConnection, cursor: sqlite3.Cursor) -> None:
        super().__init__(connection, cursor)
        self._rows: list[Any] = []
        self._has_more = False
        self._owner = connection

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> aiosqlite.Cursor:
        self._rows = await self._execute(self._begin, sql, parameters or ())
        self._has_more = len(self._rows) == _ROWS_AT_ONCE
        return self

    async def fetchone(self) -> Any:
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        if not self._rows and self._has_more:
            return list(await super().fetchmany(size))
        size = size or self.arraysize
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return [*rows, *await super().fetchall()] if self._has_more else rows

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._owner.has_lock:
            return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """One that was read to its end holds nothing."""
        self._rows = []
        if self._has_more:
            await super().close()

    def _begin(self, sql: str, parameters: Any) -> list[Any]:
        return self._cursor.execute(sql, parameters).fetchmany(_ROWS_AT_ONCE)


class SQLiteConnection(aiosqlite.Connection):
    """`has_lock` from the beginning of a transaction that writes to its end."""

    has_lock = False

    async def commit(self) -> None:
        await super().commit()
        self.has_lock = False

    async def rollback(self) -> None:
        # The pool asks for it whenever a connection comes back.
        if self._conn.in_transaction:
            await super().rollback()
        self.has_lock = False

    def set_savepoint(self) -> None:
        """With the lock in hand, as for all that has to do with savepoints."""
        self._conn.execute("SAVEPOINT unit")

    def roll_back_to_savepoint(self) -> None:
        self._conn.execute("ROLLBACK TO unit")

    def release_savepoint(self) -> None:
        self._conn.execute("RELEASE unit")

    @contextmanager
    async def cursor(self) -> aiosqlite.Cursor:
        # To make one is no work for the thread: SQLite is not asked before it executes.
        return _Cursor(self, self._conn.cursor())


class Connections:
    """Those of one engine."""

    def __init__(self) -> None:
        self._threads: WeakSet[threading.Thread] = WeakSet()

    async def open(self, database: str, **options: Any) -> SQLiteConnection:
        """Raises sqlite3.Error where the file can't be opened; one that isn't there is made for its owner alone."""
        if not options.get("uri") and database != ":memory:":
            # It holds what is not for the public. What SQLite makes beside it has the same mode.
            with contextlib.suppress(OSError):  # it is there, or SQLite says why it can't be
                os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = SQLiteConnection(partial(sqlite3.connect, database, **options), iter_chunk_size=_ROWS_AT_ONCE)
        # As SQLAlchemy has it with the driver's own: the thread ends with the process.
        connection._thread.daemon = True
        self._threads.add(connection._thread)
        await connection
        return connection

    async def ended(self) -> None:
        """When the last thread of those that were closed has said so.

        One that could not be opened, or whose user was cancelled meanwhile, is closed without waiting for it; it would
        then speak to an event loop that has ended.
        """
        for thread in tuple(self._threads):
            if thread.is_alive():
                await asyncio.to_thread(thread.join, _ENDED_WITHIN)
