"""Tells whoever waits that something was committed, by this process or by another one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

CHANNEL = "stormlamp"
#: So many who are served at once are a crowd.
_CROWD = 20
#: What a crowd saves is told of within so long: those who hear of it would be busy with it while others wait.
_NEWS_IN_A_CROWD_SECONDS = 2.0
#: A crowd that has saved nothing for so long is over.
_CROWD_OVER_SECONDS = 0.2
_POLL_SECONDS = 0.05  # of SQLite's data_version: a command line's change is on the page well within a second


class Changes:
    """A counter of commits. Read `count` before you look for work, then wait for it to move on."""

    def __init__(self) -> None:
        self.count = 0
        self._served = 0
        self._later: asyncio.TimerHandle | None = None
        self._untold_since = 0.0
        """By the event loop's clock, while there is something to tell later."""
        self._moved = asyncio.Event()

    @contextlib.contextmanager
    def serving(self) -> Iterator[None]:
        """Somebody waits for an answer meanwhile: while they are a crowd, they come first."""
        self._served += 1
        try:
            yield
        finally:
            self._served -= 1

    def tell(self) -> None:
        """At once; while a crowd is served now and then, and when it has saved what it had."""
        loop = asyncio.get_running_loop()
        if self._later is None:
            self._untold_since = loop.time()
        else:
            self._later.cancel()
        at = min(self._untold_since + _NEWS_IN_A_CROWD_SECONDS, loop.time() + _CROWD_OVER_SECONDS)
        if self._served >= _CROWD and loop.time() < at:
            self._later = loop.call_at(at, self._tell)
        else:
            self._tell()

    def _tell(self) -> None:
        self._later = None
        self.count += 1
        self._moved.set()
        self._moved = asyncio.Event()

    async def wait_beyond(self, count: int, *, seconds: float | None = None, rest: float = 0.0) -> None:
        """Return when something was committed after `count`, or after that many seconds.

        With `rest`, not before that many seconds: what was committed meanwhile is looked at once.
        """
        if rest:
            await asyncio.sleep(rest if seconds is None else min(rest, seconds))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.count <= count:
                    await self._moved.wait()


async def watch_others(
    engine: AsyncEngine, changes: Changes, *, answers_within: float, look: Callable[[], None]
) -> None:
    """Follow what other processes commit, until cancelled.

    `answers_within` in seconds: for so long PostgreSQL may be silent when it is asked; then this raises TimeoutError.
    `look` raises where SQLite's file is not the one that was opened.
    """
    look()
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            await _watch_sqlite(connection, changes, look)
        else:
            await _watch_postgresql(connection, changes, answers_within)


async def _watch_sqlite(connection: AsyncConnection, changes: Changes, look: Callable[[], None]) -> None:
    seen = None
    while True:
        look()
        # Outside of any transaction, else the version would stand still.
        version = (await connection.exec_driver_sql("PRAGMA data_version")).scalar_one()
        await connection.rollback()
        if version != seen:
            seen = version
            changes.tell()
        await asyncio.sleep(_POLL_SECONDS)


async def _watch_postgresql(connection: AsyncConnection, changes: Changes, answers_within: float) -> None:
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    told = asyncio.Event()
    closed = asyncio.Event()

    def tell(*_notification: object) -> None:
        told.set()

    def end(_connection: object) -> None:
        closed.set()
        told.set()

    driver.add_termination_listener(end)
    await driver.add_listener(CHANNEL, tell)
    # Nobody has heard what was committed before.
    told.set()
    try:
        while True:
            await _told_or_alive(driver, told, answers_within)
            told.clear()
            changes.tell()
            if closed.is_set():
                raise ConnectionError("The database closed the connection that listens for changes.")
    finally:
        driver.remove_termination_listener(end)
        # Without a farewell: a server that is silent would not answer it, and nobody else is to have a listening one.
        driver.terminate()
        await connection.invalidate()


async def _told_or_alive(driver: Any, told: asyncio.Event, answers_within: float) -> None:
    """Until there is news. Whoever only listens would wait for ever for one who has vanished: it is asked now and then.

    Raises TimeoutError.
    """
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(answers_within):
                await told.wait()
                return
        await driver.execute("SELECT 1", timeout=answers_within)
