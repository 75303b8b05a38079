"""Brings a database's tables to the newest revision."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.errors import Invalid
from storage.engine import WRITES

_LOCK = 7_835_227_001  # any number, as long as every process takes the same


def config(connection: Connection) -> Config:
    alembic = Config()
    alembic.set_main_option("script_location", str(Path(__file__).parent))
    alembic.attributes["connection"] = connection
    return alembic


async def migrate(engine: AsyncEngine) -> tuple[str | None, str | None]:
    """The revision before and after. Several processes may call it at once: one migrates, the others wait."""
    async with engine.connect() as connection:
        await connection.execution_options(**{WRITES: True})
        async with connection.begin():
            if engine.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            return await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> tuple[str | None, str | None]:
    context = MigrationContext.configure(connection)
    before = context.get_current_revision()
    try:
        command.upgrade(config(connection), "head")
    except CommandError as error:
        raise Invalid(
            f"The database was made by a newer Stormlamp (its revision is {before}). Upgrade Stormlamp.",
            field="DATABASE_URL",
        ) from error
    return before, context.get_current_revision()
