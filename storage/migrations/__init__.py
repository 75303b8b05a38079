"""Brings a database's tables to the newest revision."""

from __future__ import annotations

import functools
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.errors import Invalid
from storage.engine import WRITES
from storage.tables import Base

_HERE = Path(__file__).parent
_LOCK = 7_835_227_001  # any number, as long as every process takes the same


def config(connection: Connection) -> Config:
    alembic = Config()
    alembic.set_main_option("script_location", str(_HERE))
    alembic.attributes["connection"] = connection
    return alembic


async def migrate(engine: AsyncEngine, revision: str = "head") -> tuple[str | None, str | None]:
    """The revision before and after. Several processes may call it at once: one migrates, the others wait."""
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: True})
        async with connection.begin():
            await lock(connection)
            before = await connection.run_sync(revision_of)
            await connection.run_sync(upgrade, revision)
            return before, await connection.run_sync(revision_of)


async def in_place(engine: AsyncEngine) -> str | None:
    """The revision if it is the newest that we know, else None. A look waits for nobody who writes."""
    async with engine.connect() as connection:
        revision = await connection.run_sync(revision_of)
        return revision if _revisions().get_current_head() == revision else None


async def require_known(engine: AsyncEngine) -> None:
    """Raises Invalid for a database that is newer than we are."""
    async with engine.connect() as connection:
        revision = await connection.run_sync(revision_of)
        if revision is not None and not is_known(revision):
            raise _newer(revision)


async def lock(connection: AsyncConnection) -> None:
    """Until the transaction's end nobody else changes tables; in SQLite one writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def revision_of(connection: Connection) -> str | None:
    """None where there are no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


@functools.cache
def _revisions() -> ScriptDirectory:
    return ScriptDirectory(str(_HERE))


def is_known(revision: str) -> bool:
    """Whether a database of that revision is ours or older."""
    try:
        _revisions().get_revision(revision)
    except CommandError:
        return False
    return True


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Raises Invalid for a database that is newer than we are."""
    before = revision_of(connection)
    try:
        command.upgrade(config(connection), revision)
    except CommandError as error:
        raise _newer(before) from error


def _newer(revision: str | None) -> Invalid:
    return Invalid(
        f"The database was made by a newer Stormlamp (its revision is {revision}). Upgrade Stormlamp.",
        field="DATABASE_URL",
    )


def drop_everything(connection: Connection) -> None:
    """All tables of ours, and no others, of a database that is at the newest revision."""
    Base.metadata.drop_all(connection)
    connection.execute(text("DROP TABLE alembic_version"))
