import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from bot.domain.errors import Conflict, Invalid
from storage.copies import back_up, copy, restore
from storage.database import Database
from storage.migrations import migrate
from storage.tables import AuditRow, DeliveryRow
from tests.conftest import StoppedClock
from tests.domain.builders import NOON, a_page
from tests.postgresql import PostgreSQL
from tests.storage.filling import Contents, contents, fill


@pytest.fixture(params=["sqlite", "postgresql"])
async def other(request: pytest.FixtureRequest, postgresql: PostgreSQL, tmp_path: Path) -> AsyncIterator[Database]:
    """Another database, without tables yet."""
    url = f"sqlite:///{tmp_path}/other.db"
    if request.param == "postgresql":
        url = (await postgresql.new_database()).render_as_string(hide_password=False)
    database = Database(url)
    yield database
    await database.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


def as_copied(original: Contents) -> Contents:
    """Nobody holds what the copy owes, and whether it was delivered is not known."""
    return original | {"outbox": [row | {"unclear": True, "leased_until": None} for row in original["outbox"]]}


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


def read(file: Path) -> bytes:
    return file.read_bytes()


def write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


async def test_a_backup_brings_everything_back_whatever_the_databases_are(
    database: Database, other: Database, file: Path
) -> None:
    await fill(database)
    original = await contents(database)

    counts = await back_up(database, file, force=False)
    assert await restore(other, file, replace=False) == counts

    assert await contents(database) == original
    assert await contents(other) == as_copied(original)
    assert counts == {name: len(rows) for name, rows in original.items()}


async def test_a_backup_is_one_file_that_only_its_owner_reads(database: Database, file: Path) -> None:
    await back_up(database, file, force=False)

    assert [path for path in os.listdir(file.parent) if not path.startswith("stormlamp")] == ["backup.db"]
    assert os.stat(file).st_mode & 0o777 == 0o600


async def test_more_rows_than_are_copied_at_once_are_all_there(database: Database, other: Database, file: Path) -> None:
    rows = [{"identity": f"{n}", "digest": "", "incident_number": n, "claimed_at": NOON} for n in range(1203)]
    async with database.transaction() as connection:
        await connection.execute(insert(DeliveryRow), rows)

    await back_up(database, file, force=False)
    await restore(other, file, replace=False)

    assert sorted(row["incident_number"] for row in (await contents(other))["deliveries"]) == list(range(1203))


async def test_a_backup_is_of_one_moment_though_others_write(database: Database, file: Path, other: Database) -> None:
    written = asyncio.Event()

    async def write_on() -> None:
        for n in range(200):
            async with database.transaction() as connection:
                act = {"at": NOON, "act": "x", "actor_name": "x", "origin": "x", "details": {}}
                delivery = {"identity": f"{n}", "digest": "", "incident_number": n, "claimed_at": NOON}
                await connection.execute(insert(AuditRow), act)
                await connection.execute(insert(DeliveryRow), delivery)
            if n == 5:
                written.set()

    writing = asyncio.create_task(write_on())
    await written.wait()
    counts = await back_up(database, file, force=False)
    assert not writing.done()
    await writing

    assert counts["audit"] == counts["deliveries"] > 5


async def test_ids_of_what_is_gone_are_not_given_again(database: Database, other: Database, file: Path) -> None:
    clock = StoppedClock()
    async with database.writing() as uow:
        await uow.outbox.add(stream="C1", kind="announce", payload={}, now=clock())
        await uow.outbox.add(stream="C1", kind="announce", payload={}, now=clock())
    async with database.writing() as uow:
        for _ in range(2):
            (head,) = await uow.outbox.lease_heads(now=clock(), until=clock())
            await uow.outbox.done(head)

    await back_up(database, file, force=False)
    await restore(other, file, replace=False)

    async with other.writing() as uow:
        await uow.outbox.add(stream="C1", kind="announce", payload={}, now=clock())
        (head,) = await uow.outbox.lease_heads(now=clock(), until=clock())
    assert head.id == 3


async def test_a_database_in_use_is_replaced_only_when_told_so(database: Database, file: Path) -> None:
    await fill(database)
    original = await contents(database)
    await back_up(database, file, force=False)
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE pages SET revision = revision + 1"))
    changed = await contents(database)

    with pytest.raises(
        Conflict, match=r"has data \(pages: 3, incidents: 3\)\. --replace puts the backup in their place"
    ):
        await restore(database, file, replace=False)
    assert await contents(database) == changed

    await restore(database, file, replace=True)
    assert await contents(database) == as_copied(original) | {"pages": published_anew(original["pages"], after=31)}


def published_anew(pages: list[dict[str, Any]], *, after: int) -> list[dict[str, Any]]:
    return [row | dict.fromkeys(("revision", "full_revision"), max(row["revision"], after) + 1) for row in pages]


async def test_the_numbers_of_incidents_that_are_lost_are_not_given_again(database: Database, file: Path) -> None:
    """Their announcements are in Slack still, with buttons."""
    async with database.writing() as uow:
        await uow.pages.add(a_page(), renderer_version=1)
        assert await uow.incidents.next_number() == 1
    await back_up(database, file, force=False)
    async with database.writing() as uow:
        assert await uow.incidents.next_number() == 2

    await restore(database, file, replace=True)

    async with database.writing() as uow:
        assert await uow.incidents.next_number() == 3


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE updates",
        "DROP TABLE outbox",
        "ALTER TABLE notes ADD COLUMN more TEXT",
        "INSERT INTO alembic_version VALUES ('0001')",
    ],
)
async def test_a_backup_with_which_others_have_meddled_is_refused(database: Database, file: Path, damage: str) -> None:
    await fill(database)
    await back_up(database, file, force=False)
    change(file, damage)
    before = await contents(database)

    with pytest.raises(Invalid, match="is damaged: it has not the tables that Stormlamp makes"):
        await restore(database, file, replace=True)

    assert await contents(database) == before


async def test_a_sign_that_a_database_does_not_know_is_told_in_a_sentence(other: Database, file: Path) -> None:
    database = Database(f"sqlite:///{file.parent}/odd.db")
    await database.migrate()
    await fill(database)
    await back_up(database, file, force=False)
    await database.close()
    change(file, "UPDATE updates SET message = 'a' || char(0) || 'b'")

    if other.is_sqlite:
        await restore(other, file, replace=False)
    else:
        with pytest.raises(Invalid, match="Nothing was copied: a row of the table updates is refused"):
            await restore(other, file, replace=False)


async def test_a_backup_that_fails_half_way_leaves_the_database_as_it_was(database: Database, file: Path) -> None:
    await fill(database)
    await back_up(database, file, force=False)
    change(file, "UPDATE updates SET created_at = 'long ago'")
    before = await contents(database)

    with pytest.raises(Invalid, match="Nothing was copied: a row of the table updates is refused"):
        await restore(database, file, replace=True)

    assert await contents(database) == before


async def test_a_file_that_is_there_is_replaced_only_when_told_so(database: Database, file: Path) -> None:
    write(file, b"precious")

    with pytest.raises(Conflict, match="is there already"):
        await back_up(database, file, force=False)
    assert read(file) == b"precious"

    await back_up(database, file, force=True)
    await restore(database, file, replace=True)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize(
    "name", ["stormlamp.db", "../{folder}/stormlamp.db", "symbolic.db", "hard.db", "stormlamp.db-wal"]
)
async def test_the_database_itself_is_neither_replaced_by_its_backup_nor_restored_from(
    database: Database, tmp_path: Path, name: str
) -> None:
    await fill(database)
    original = await contents(database)
    (tmp_path / "symbolic.db").symlink_to("stormlamp.db")
    (tmp_path / "hard.db").hardlink_to(tmp_path / "stormlamp.db")
    itself = tmp_path / name.format(folder=tmp_path.name)
    inode = os.stat(tmp_path / "stormlamp.db").st_ino

    with pytest.raises(Conflict, match="is the database itself, or belongs to it"):
        await back_up(database, itself, force=True)
    with pytest.raises((Conflict, Invalid), match=r"is the database itself|is not a backup"):
        await restore(database, itself, replace=True)

    assert os.stat(tmp_path / "stormlamp.db").st_ino == inode
    assert await contents(database) == original


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("name", ["../{folder}/stormlamp.db", "symbolic.db", "hard.db"])
async def test_a_database_is_not_copied_to_itself_under_another_name(
    database: Database, tmp_path: Path, name: str
) -> None:
    (tmp_path / "symbolic.db").symlink_to("stormlamp.db")
    (tmp_path / "hard.db").hardlink_to(tmp_path / "stormlamp.db")
    itself = Database(f"sqlite:///{tmp_path}/{name.format(folder=tmp_path.name)}")

    with pytest.raises(Conflict, match="Both are the same database"):
        await copy(database, itself)
    await itself.close()


async def test_another_database_in_use_is_not_replaced_by_a_backup(database: Database, file: Path) -> None:
    another = Database(f"sqlite:///{file}")
    await another.migrate()
    async with another.reading() as uow:
        await uow.pages.all()
        with pytest.raises(Conflict, match="is a database that is in use"):
            await back_up(database, file, force=True)
    await another.close()

    await back_up(database, file, force=True)


async def test_what_is_no_backup_is_refused(database: Database, file: Path, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="can't be read: No such file"):
        await restore(database, file, replace=True)

    write(file, b"not a database")
    with pytest.raises(Invalid, match="is damaged, or is not a backup of Stormlamp"):
        await restore(database, file, replace=True)

    change(tmp_path / "notes.db", "CREATE TABLE notes (text)")
    with pytest.raises(Invalid, match="has no tables of Stormlamp"):
        await restore(database, tmp_path / "notes.db", replace=True)


async def test_a_damaged_backup_is_refused(database: Database, file: Path) -> None:
    await fill(database)
    await back_up(database, file, force=False)
    whole = read(file)

    write(file, whole[: len(whole) // 2])

    with pytest.raises(Invalid, match="is damaged"):
        await restore(database, file, replace=True)


async def test_a_backup_of_a_newer_version_is_refused(database: Database, file: Path) -> None:
    await back_up(database, file, force=False)
    change(file, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(Invalid, match=r"made by a newer Stormlamp \(its revision is 9999\)\. Upgrade Stormlamp"):
        await restore(database, file, replace=True)


async def test_where_there_is_no_database_there_is_nothing_to_back_up(other: Database, file: Path) -> None:
    with pytest.raises(Invalid, match=r"There is no database at .*other\.db|has no tables of Stormlamp"):
        await back_up(other, file, force=False)

    assert list(file.parent.glob("*.db")) == []


async def test_an_older_database_is_backed_up_as_it_is_and_comes_back_upgraded(other: Database, file: Path) -> None:
    await migrate(other.engine, "0005")

    await back_up(other, file, force=False)

    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0005",)]
    await restore(other, file, replace=False)
    before, after = await other.migrate()
    assert before == after
    async with other.view() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM dedicated_channels"))).scalar_one() == 0
