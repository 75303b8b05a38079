"""The database as the application holds it: one object that opens units of work."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import math
import re
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import QueuePool

from bot.domain.errors import Invalid, StormlampError, TryAgain
from storage.changes import CHANNEL, Changes, watch_others
from storage.database_file import DatabaseFile
from storage.engine import WRITE_PROTECTED, WRITES, create_engine, parse_url
from storage.migrations import in_place, migrate, require_known, revision_of
from storage.session import reading_session, session_of
from storage.transaction import Transaction
from storage.unit_of_work import UnitOfWork
from storage.writers import Writers

#: Seconds that a writer waits for a locked database. A form must be answered within three.
BUSY_TIMEOUT = 1.5
#: Seconds after which PostgreSQL is taken for silent: longer than any statement, shorter than TCP's quarter of an hour.
ANSWERS_WITHIN = 30.0
#: Seconds for whoever is still at it when the database is closed.
_CLOSED_WITHIN = 0.5
#: Bytes; less than a change may need.
_ROOM = 262_144
#: Seconds for which a write that went through says that the next one will.
_SPEAKS_FOR = 15.0
#: A row that is never kept. In SQLite it is longer than a page, so that the file would have to grow.
_TRIED = "INSERT INTO deliveries (identity, digest, incident_number, claimed_at) VALUES ({}, '', 0, CURRENT_TIMESTAMP)"
_TRIED_ON_SQLITE = text(_TRIED.format("zeroblob(16384)"))
_TRIED_ON_POSTGRESQL = text(_TRIED.format("'tried by ' || pg_backend_pid()"))

#: Invalid authorisation, invalid password, invalid catalogue (a database that is not there).
_REFUSED_BY_POSTGRESQL = {"28000", "28P01", "3D000"}
_UNDEFINED_TABLE = "42P01"
_FORBIDDEN = "42501"
_NO_SUCH_CHARACTER = "22P05"
_DUPLICATE_TABLE = "42P07"
_TABLE_OF_OTHERS = re.compile("table .* already exists")  # in SQLite, which has no codes for such
_NO_MORE_CONNECTIONS = "53300"
_LOCKED = "55P03"
_DISK_FULL = "53100"
_MADE_BY_ANOTHER = "23505"  # of a unique key: each had looked before, and did not see the other's
_REMOVED_BY_ANOTHER = "23503"  # what a row refers to, likewise
_READ_ONLY = "25006"  # a standby that is about to take over
_AGAIN = "try again in a moment."
_BUSY = ("The database is busy.", _AGAIN)
_PORT = 5432  # PostgreSQL's
_DAMAGED = "disk image is malformed"  # SQLite's
_FAILS = ("The database fails; its own log says why.", _AGAIN)
_FULL = ("The database's disk is full.", "make room, then try again.")
#: What PostgreSQL's code says, and what to do.
_REASONS = {
    _READ_ONLY: ("The database is read-only.", "try again once it takes changes."),
    _NO_MORE_CONNECTIONS: ("The database takes no more connections.", _AGAIN),
    _LOCKED: _BUSY,
    _DISK_FULL: _FULL,
    _MADE_BY_ANOTHER: ("Somebody has just made the same.", "look at it, then try again if it still differs."),
    _REMOVED_BY_ANOTHER: ("Somebody has just removed what this belongs to.", "look at what is left."),
}
#: Connections, rollbacks for another transaction's sake, resources, operators: what ends by itself or by somebody else.
_PASSING_CLASSES = ("08", "40", "53", "57")
#: It is not ready for that, its machine fails, or it does: somebody has to mend it, and may.
_FAILING_CLASSES = ("55", "58", "XX")


class Database:
    """Raises TryAgain where the database is locked, full or away, or somebody was faster: nothing of that unit of work
    was saved.

    `name` is where the URL was typed, for the sentence that says what is wrong with it.
    """

    def __init__(
        self,
        url: str,
        *,
        busy_timeout: float = BUSY_TIMEOUT,
        answers_within: float = ANSWERS_WITHIN,
        name: str = "DATABASE_URL",
    ) -> None:
        self.url = parse_url(url, name=name)
        self.name = name
        self.engine = create_engine(self.url, busy_timeout=busy_timeout, answers_within=answers_within)
        self._busy_timeout = busy_timeout
        self._answers_within = answers_within
        self._file = DatabaseFile(self.url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        # SQLite has one writer at a time: waiting here is fair and free, waiting in its busy handler is neither.
        self._writing = Writers(self.engine).turn if self.is_sqlite else self._beside_others
        self.changes = Changes()
        self._wrote_at = -math.inf
        self._write_failed = False
        self._has_worked = False

    @property
    def place(self) -> str:
        """Where it is, for those who run it; without its user and password."""
        if self.is_sqlite:
            return str(self.url.database)
        return f"{self.url.host or 'localhost'}:{self.url.port or _PORT}/{self.url.database or ''}"

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """One consistent view of the database."""
        async with self.view() as connection, reading_session(connection) as session:
            yield UnitOfWork(session)

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        """A transaction. It commits when the block ends, unless that raises; then nothing of it stays."""
        async with self._transaction() as transaction, session_of(transaction) as session:
            yield UnitOfWork(session)

    @contextlib.asynccontextmanager
    async def view(self) -> AsyncIterator[AsyncConnection]:
        """What `reading` reads from, for those who copy whole tables."""
        self._file.require_same()
        with self._failures_named():
            async with self.engine.connect() as connection:
                if not self.is_sqlite:
                    await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                yield connection

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """What `writing` writes to, for those who copy whole tables."""
        async with self._transaction() as transaction:
            yield transaction.connection
            transaction.forget(None)  # nobody saw what was done with it

    @contextlib.asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Transaction]:
        self._file.require_same()
        try:
            with self._writes_noted():
                async with self._writing() as transaction:
                    yield transaction
        finally:
            self.changes.tell()

    async def try_to_write(self) -> None:
        """Nothing stays of it, and nobody hears of it. Raises TryAgain or Invalid, as a form would be refused."""
        self._file.require_same()
        if self.is_sqlite and not self._write_failed and time.monotonic() - self._wrote_at < _SPEAKS_FOR:
            return
        with self._writes_noted():
            if self.is_sqlite:
                _require_room(str(self.url.database))
            async with self.engine.connect() as connection:
                await connection.execution_options(**{WRITES: True})
                transaction = await connection.begin()
                try:
                    await self._try_on(connection)
                finally:
                    await transaction.rollback()

    async def _try_on(self, connection: AsyncConnection) -> None:
        if self.is_sqlite:
            await connection.execute(_TRIED_ON_SQLITE)
        # A row leaves its traces also where it is not kept, so it is tried only where there is doubt.
        elif self._write_failed or await connection.scalar(text("SHOW transaction_read_only")) == "on":
            await connection.execute(_TRIED_ON_POSTGRESQL)

    @contextlib.contextmanager
    def _failures_named(self, *, writes: bool = False) -> Iterator[None]:
        """`writes`: whether there was anything to save."""
        try:
            yield
            self._has_worked = True
        except (DBAPIError, PoolTimeout, OSError) as error:
            became_read_only = self._has_worked and WRITE_PROTECTED in str(error)
            refused = None if became_read_only else _refused_for_ever(error, self.name)
            if refused is not None:
                raise Invalid(refused, field=self.name) from error
            if isinstance(error, DBAPIError) and not _passes(error):
                raise
            if "disk I/O error" in str(error):
                # What it says where there is no room for the files beside its own.
                with self._failures_named(writes=writes):
                    _require_room(str(self.url.database))
            raise TryAgain(_reason(error, writes=writes)) from error

    @contextlib.contextmanager
    def _writes_noted(self) -> Iterator[None]:
        try:
            with self._failures_named(writes=True):
                yield
        except StormlampError as error:
            # What a use case refuses says nothing of the database, nor does a row that somebody else has made.
            cause = error.__cause__
            if isinstance(cause, Exception) and _sqlstate(cause) not in {_MADE_BY_ANOTHER, _REMOVED_BY_ANOTHER}:
                self._write_failed = True
            raise
        else:
            self._write_failed, self._wrote_at = False, time.monotonic()

    @contextlib.asynccontextmanager
    async def _beside_others(self) -> AsyncIterator[Transaction]:
        async with self.engine.connect() as connection:
            await connection.execution_options(**{WRITES: True})
            async with connection.begin():
                transaction = Transaction(connection)
                yield transaction
                await transaction.insert()
                await connection.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CHANNEL})

    async def watch(self) -> None:
        """Wake this process when another one has committed; runs until cancelled. Raises TryAgain."""
        with self._failures_named():
            await watch_others(
                self.engine, self.changes, answers_within=self._answers_within, look=self._file.require_same
            )

    async def migrate(self) -> tuple[str | None, str | None]:
        """Bring the tables to the newest revision, however long that takes; gives the one before and the one after."""
        with self._failures_named():
            ready = await in_place(self.engine)
            if ready is not None:
                return ready, ready
            await self._require_every_character()
            engine = create_engine(self.url, busy_timeout=self._busy_timeout)
            try:
                return await migrate(engine)
            finally:
                await engine.dispose()

    async def _require_every_character(self) -> None:
        """Raises Invalid."""
        if self.is_sqlite:
            return
        async with self.engine.connect() as connection:
            encoding = await connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise Invalid(
                f"The database that {self.name} names is in {encoding}, which does not know every character. "
                "Make one with ENCODING 'UTF8' TEMPLATE template0.",
                field=self.name,
            )

    async def require_known(self) -> None:
        """For those who only read. Raises Invalid for tables that are newer than we are, and TryAgain."""
        with self._failures_named():
            await require_known(self.engine)

    async def version(self) -> tuple[str, str]:
        """The database's own, for people, SQLite's with the mode of its journal; and the revision of its tables."""
        with self._failures_named():
            async with self.engine.connect() as connection:
                tables = await connection.run_sync(revision_of) or ""
                if self.is_sqlite:
                    number = (await connection.execute(text("SELECT sqlite_version()"))).scalar_one()
                    journal = (await connection.execute(text("PRAGMA journal_mode"))).scalar_one()
                    return f"SQLite {number}, {journal.upper()}", tables
                number = (await connection.execute(text("SHOW server_version"))).scalar_one()
                return f"PostgreSQL {number}", tables

    async def close(self) -> None:
        """Once those who were cancelled just then have given their connections back, for which they get a moment."""
        pool = self.engine.pool
        given_back = asyncio.Event()
        event.listen(pool, "checkin", lambda *_: given_back.set())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSED_WITHIN):
                while isinstance(pool, QueuePool) and pool.checkedout():
                    await given_back.wait()
                    given_back.clear()
        await self.engine.dispose()


def _require_room(file: str) -> None:
    """Raises OSError. SQLite itself would only say so of a change that is saved for good."""
    with contextlib.suppress(FileNotFoundError):
        if shutil.disk_usage(Path(file).absolute().parent).free < _ROOM:
            raise OSError(errno.ENOSPC, "the disk is full")


def _refused_for_ever(error: Exception, name: str) -> str | None:
    """The sentence for what no second attempt mends, because the URL names the wrong thing."""
    if "unable to open database file" in str(error) or WRITE_PROTECTED in str(error):
        return f"The file that {name} names can't be opened. Its folder must be there, and both be writable."
    if "file is not a database" in str(error):
        return f"The file that {name} names is not a database."
    said = _said(error)
    if _sqlstate(error) in _REFUSED_BY_POSTGRESQL:
        return f"The database that {name} names refuses us: {said}. Check its name, user and password."
    if _sqlstate(error) == _NO_SUCH_CHARACTER:
        return f"The database that {name} names does not know every character: {said}. Make it with ENCODING 'UTF8'."
    if _sqlstate(error) == _FORBIDDEN:
        return f"The database that {name} names refuses us: {said}. Let our user be its owner."
    if _sqlstate(error) == _DUPLICATE_TABLE or _TABLE_OF_OTHERS.fullmatch(said):
        return f"The database that {name} names has tables of others: {said}. Give us an empty one."
    return None


def _said(error: Exception) -> str:
    """The database's own words, without SQLAlchemy's and asyncpg's about them."""
    origin = getattr(error, "orig", None) or error
    return (str(origin.__cause__ or origin).splitlines() or [""])[0]


def _passes(error: DBAPIError) -> bool:
    state = _sqlstate(error)
    return (
        isinstance(error, (OperationalError, InterfaceError))
        or error.connection_invalidated
        or state in {_UNDEFINED_TABLE, _READ_ONLY, _MADE_BY_ANOTHER, _REMOVED_BY_ANOTHER, _LOCKED}
        or state.startswith((*_PASSING_CLASSES, *_FAILING_CLASSES))
        or _DAMAGED in str(error)
    )


def _sqlstate(error: Exception) -> str:
    """PostgreSQL's code for what went wrong; empty where there is none."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def _reason(error: Exception, *, writes: bool) -> str:
    detail = str(getattr(error, "orig", None) or error)
    if "no such table" in detail or "does not exist" in detail:
        return "The database has no tables yet. `stormlamp migrate` makes them."
    state = _sqlstate(error)
    cause, way_out = _REASONS.get(state) or (_FAILS if state.startswith(_FAILING_CLASSES) else _sqlites_reason(detail))
    return f"{cause} Nothing was saved; {way_out}" if writes else f"{cause} {way_out[0].upper()}{way_out[1:]}"


def _sqlites_reason(detail: str) -> tuple[str, str]:
    """Also of a database that says nothing any more."""
    if "locked" in detail or "busy" in detail:
        return _BUSY
    if WRITE_PROTECTED in detail:
        return _REASONS[_READ_ONLY]
    if _DAMAGED in detail:
        return ("The database's file is damaged.", "bring back a backup with `stormlamp restore`.")
    return _FULL if "full" in detail else ("The database does not answer.", _AGAIN)
