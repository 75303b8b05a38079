"""The engine: how SQLite and PostgreSQL are spoken to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.domain.errors import Invalid
from storage.sqlite_driver import Connections, SQLiteConnection

WRITES = "stormlamp_writes"
#: What SQLite says of a file, or a disk, that it may only read.
WRITE_PROTECTED = "readonly database"

#: Seconds for a connection to PostgreSQL.
_CONNECTED_WITHIN = 5.0
#: A machine that loses its power, or its network, and a process that is stopped, say goodbye to nobody: what they have
#: locked is free then.
_SESSION = """
    SET idle_in_transaction_session_timeout = '20s';
    SET tcp_keepalives_idle = 30;
    SET tcp_keepalives_interval = 10;
    SET tcp_keepalives_count = 3;
"""

#: Where there are such in a queue, each that gets the lock would keep it for as long as the one before.
_NOBODY_QUEUES_FOR_LONG = "SET lock_timeout = '5s';"

#: What people typed stands in no log, nor in an error that reaches one.
_DISCREET = {"hide_parameters": True}

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}

#: What may stand behind the question mark. Drivers raise whatever they like for anything else, or ignore it.
_OPTIONS = {
    "sqlite": {
        *("timeout", "isolation_level", "detect_types", "check_same_thread", "cached_statements", "uri"),
        *("mode", "cache", "immutable", "vfs", "nolock", "psow", "modeof"),  # SQLite's own, with `uri`
    },
    "postgresql": {
        *("host", "port", "user", "password", "database", "passfile", "service", "servicefile"),
        *("ssl", "direct_tls", "target_session_attrs", "krbsrvname", "gsslib", "prepared_statement_cache_size"),
    },
}


class _SQLiteEngine(AsyncEngine):
    """The event loop may end when it has been disposed of: none of its threads is at work then."""

    def __init__(self, url: URL) -> None:
        self._connections = Connections()
        options = {"async_creator_fn": self._connections.open}
        super().__init__(create_async_engine(url, connect_args=options, **_DISCREET).sync_engine)

    async def dispose(self, close: bool = True) -> None:
        await super().dispose(close)
        await self._connections.ended()


def parse_url(text: str, *, name: str = "DATABASE_URL") -> URL:
    """Raises Invalid for an address that names no database which Stormlamp can use; `name` is where it was typed."""
    example = "Write it like sqlite+aiosqlite:///stormlamp.db or postgresql+asyncpg://user:password@host/name."
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        # The text itself may hold a password: it is not repeated.
        raise Invalid(f"{name} can't be read. {example}", field=name) from error
    driver = _DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise Invalid(f"{name} names “{url.drivername}”, which Stormlamp does not use. {example}", field=name)
    if driver.startswith("sqlite") and not url.database:
        raise Invalid(f"{name} names no file. {example}", field=name)
    if driver.startswith("sqlite") and _is_in_memory(url):
        raise Invalid(f"{name} names a database in memory, which is gone with its process. {example}", field=name)
    if "@" in (url.host or ""):
        # What is taken for the host begins with a piece of the password.
        raise Invalid(f"{name} has an @ in its user or password: there it is written %40. {example}", field=name)
    url = url.set(drivername=driver)
    known = _OPTIONS[url.get_backend_name()]
    if not known.issuperset(url.query):
        # It may be a piece of a password with a question mark.
        raise Invalid(
            f"{name} has an option that there is not. There are: {', '.join(sorted(known))}. "
            "A question mark in a password is written %3F.",
            field=name,
        )
    try:
        url.get_dialect()().create_connect_args(url)
    except (ArgumentError, TypeError, ValueError) as error:
        raise Invalid(f"{name} has an option with a value that can't be read. {example}", field=name) from error
    return url


def _is_in_memory(url: URL) -> bool:
    return url.database in {":memory:", "file::memory:"} or not {"memory", "memdb"}.isdisjoint(url.query.values())


def create_engine(
    url: URL, *, busy_timeout: float, answers_within: float | None = None, journal: str | None = "WAL"
) -> AsyncEngine:
    """`busy_timeout` in seconds: how long a writer to SQLite waits for another process before it gives up.

    `answers_within` in seconds: how long PostgreSQL has for a statement; None for as long as it takes. `journal` is
    SQLite's, which stays with the file; None leaves it as it is.
    """
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, busy_timeout, journal)
    return _postgresql(url, answers_within)


def _postgresql(url: URL, answers_within: float | None) -> AsyncEngine:
    limits = {"timeout": _CONNECTED_WITHIN, "command_timeout": answers_within}
    engine = create_async_engine(url, pool_pre_ping=True, connect_args=limits, **_DISCREET)

    @event.listens_for(engine.sync_engine, "connect")
    def configure(dbapi_connection: Any, _record: object) -> None:
        async def set_limits(driver: Any) -> None:
            await driver.execute(_SESSION if answers_within is None else _SESSION + _NOBODY_QUEUES_FOR_LONG)

        dbapi_connection.run_async(set_limits)

    return engine


def _sqlite(url: URL, busy_timeout: float, journal: str | None) -> AsyncEngine:
    engine = _SQLiteEngine(url)

    @event.listens_for(engine.sync_engine, "connect")
    def configure(dbapi_connection: Any, _record: object) -> None:
        # The driver's own transactions begin late and never IMMEDIATE: they are switched off, `begin` below opens them.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout = {int(busy_timeout * 1000)}")
            if journal is not None:
                cursor.execute(f"PRAGMA journal_mode = {journal}")
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            # Nobody else will.
            dbapi_connection.close()
            raise
        cursor.close()

    @event.listens_for(engine.sync_engine, "handle_error")
    def reopen(context: ExceptionContext) -> None:
        # What was opened while its disk was read-only stays so, though the disk is not any more.
        if WRITE_PROTECTED in str(context.original_exception):
            context.is_disconnect = True

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        driver = connection.connection.driver_connection
        assert isinstance(driver, SQLiteConnection)
        driver.has_lock = writes

    return engine
