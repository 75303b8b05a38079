"""Writing to SQLite: one unit of work at a time, in order of arrival; those that waited share a commit to the disk."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import WRITES
from storage.sqlite_driver import SQLiteConnection
from storage.transaction import Transaction

#: For so long those who wait are let into a transaction before it is committed.
_OPEN_SECONDS = 0.05


class _Unit:
    """What somebody wants to write.

    It has `begun` when they are let in, `left` says what they raised, if anything, and it has `ended` with the
    transaction that it shares.
    """

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.begun: asyncio.Future[Transaction] = loop.create_future()
        self.left: asyncio.Future[BaseException | None] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()

    @property
    def is_inside(self) -> bool:
        return self.begun.done() and not self.begun.cancelled() and self.begun.exception() is None

    def end(self, error: Exception | None) -> None:
        """`error` is what the transaction failed with."""
        step = self.ended if self.begun.done() else self.begun
        if step.done():
            return  # nobody waits any more
        if error is None or (self.left.done() and self.left.result() is not None):
            self.ended.set_result(None)
        else:
            step.set_exception(error)


class Writers:
    """Those of one process; others hold the lock of the file meanwhile."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._waiting: deque[_Unit] = deque()
        self._serving: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[Transaction]:
        """When the block is left, what it did is on the disk; if it raises, nothing of that stays.

        Raises what the database raises, where the transaction fails also for those who share it.
        """
        unit = _Unit()
        self._waiting.append(unit)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        try:
            yield await unit.begun
        except BaseException as error:
            unit.left.set_result(error)
            if unit.is_inside:
                await asyncio.wait({unit.ended})
            raise
        unit.left.set_result(None)
        await unit.ended

    async def _serve(self) -> None:
        while self._waiting:
            # Where the lock is not to be had, these have waited for it together.
            concerned = list(self._waiting)
            failure: Exception | None = None
            try:
                async with self._engine.connect() as connection:
                    await connection.execution_options(**{WRITES: True})
                    async with connection.begin():
                        concerned.clear()
                        transaction = Transaction(connection)
                        await self._let_in(transaction, concerned)
                        await transaction.insert()
            except Exception as error:
                failure = error
                self._waiting = deque(unit for unit in self._waiting if unit not in concerned)
            for unit in concerned:
                unit.end(failure)

    async def _let_in(self, transaction: Transaction, inside: list[_Unit]) -> None:
        """One after the other, each behind a savepoint of its own."""
        driver = (await transaction.connection.get_raw_connection()).driver_connection
        assert isinstance(driver, SQLiteConnection)
        loop = asyncio.get_running_loop()
        until = loop.time() + _OPEN_SECONDS
        while self._waiting and loop.time() < until:
            unit = self._waiting.popleft()
            if unit.begun.done():
                continue  # given up while it waited
            inside.append(unit)
            driver.set_savepoint()
            unit.begun.set_result(transaction)
            error = await unit.left
            if error is None:
                transaction.keep()
            elif driver.in_transaction:
                driver.roll_back_to_savepoint()
                transaction.take_back()
            else:
                # SQLite has taken back all of it, as it does when the disk is full.
                raise error
            driver.release_savepoint()
