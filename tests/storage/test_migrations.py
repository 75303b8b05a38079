import contextlib
import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from bot.domain.errors import Invalid
from storage.database import Database
from storage.migrations import migrate
from storage.tables import Base


async def test_migrations_and_tables_agree(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_twice_changes_nothing(empty_database_url: str) -> None:
    database = Database(empty_database_url)

    first = await migrate(database.engine)
    second = await migrate(database.engine)

    await database.close()
    assert first[0] is None
    assert second == (first[1], first[1])


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_where_nothing_is_to_be_migrated_nobody_waits_for_a_lock(database_url: str) -> None:
    database = Database(database_url, busy_timeout=0)
    with contextlib.closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        before, after = await database.migrate()

    await database.close()
    assert before == after is not None


async def test_a_database_that_is_newer_than_we_are_is_refused(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Invalid, match=r"newer Stormlamp \(its revision is 9999\)"):
        await database.migrate()
    with pytest.raises(Invalid, match=r"newer Stormlamp \(its revision is 9999\)"):
        await database.require_known()
