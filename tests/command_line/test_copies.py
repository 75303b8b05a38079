import asyncio
import os
import resource
import signal
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database
from tests.benchmarks.process import process
from tests.command_line.conftest import CommandLine
from tests.postgresql import PostgreSQL, waits

DECLARE = ("incident", "declare", "--title", "Slow", "--message", "We look into it.")


def test_a_backup_is_restored_over_what_happened_since(acme: CommandLine, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup.db")
    acme.done(*DECLARE)
    assert acme.done("backup", backup).out.startswith(f"The backup is {backup} (pages: 1, incidents: 1, rows in all: ")
    acme.done("incident", "resolve", "INC-1", "--message", "All is well.")
    acme.done(*DECLARE)

    assert acme.refused("backup", backup) == f"{backup} is there already. --force replaces it."
    assert acme.refused("restore", backup) == (
        "The database to write to has data (pages: 1, incidents: 2). --replace puts the backup in their place."
    )
    restored = acme.done("restore", backup, "--replace").out

    assert restored.startswith(f"The database is restored from {backup} (pages: 1, incidents: 1, rows in all: ")
    assert "publish" not in restored
    rows = acme.done("incident", "list", "all", "--json").json
    assert [(row["incident"], row["status"]) for row in rows] == [("INC-1", "investigating")]


def test_where_pages_are_published_a_restore_says_what_to_do(
    acme: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme.done("backup", str(tmp_path / "backup.db"))
    monkeypatch.setenv("STORMLAMP_PUBLISH_TO", f"file://{tmp_path}/site")

    restored = acme.done("restore", str(tmp_path / "backup.db"), "--replace").out

    assert "Run `stormlamp publish --force`" in restored


def test_without_a_database_there_is_nothing_to_back_up_and_none_is_made(
    stormlamp: CommandLine, tmp_path: Path
) -> None:
    refusal = stormlamp.refused("backup", str(tmp_path / "backup.db"))

    assert refusal == f"There is no database at {tmp_path}/stormlamp.db. Set DATABASE_URL, or go to its folder."
    assert list(tmp_path.iterdir()) == []


def test_everything_is_copied_to_another_database(
    acme: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme.done(*DECLARE)
    other = f"sqlite:///{tmp_path}/other.db"

    assert acme.done("copy", "--to", other).out.startswith(
        "Everything is copied (pages: 1, incidents: 1, rows in all: "
    )

    assert acme.refused("copy", "--to", other) == (
        "The database to write to has data (pages: 1, incidents: 1). Name an empty one."
    )
    assert acme.refused("copy", "--to", f"sqlite:///{tmp_path}/stormlamp.db") == "Both are the same database."
    shown = acme.done("incident", "show", "INC-1", "--json").json
    monkeypatch.setenv("DATABASE_URL", other)
    assert acme.done("incident", "show", "INC-1", "--json").json == shown


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("mysql://ada@host/name", "--to names “mysql”, which Stormlamp does not use. Write it like "),
        ("sqlite:////nowhere/at/all.db", "The file that --to names can't be opened. Its folder must be there"),
    ],
)
def test_a_database_that_can_not_be_copied_to_is_named(acme: CommandLine, url: str, refusal: str) -> None:
    assert acme.refused("copy", "--to", url).startswith(refusal)


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
async def test_a_backup_that_is_ended_leaves_nothing_behind(
    postgresql: PostgreSQL, tmp_path: Path, signal_: signal.Signals
) -> None:
    url = (await postgresql.new_database_with_tables()).render_as_string(hide_password=False)
    database = Database(url)
    async with database.transaction() as connection:
        await connection.execute(text("LOCK TABLE incidents IN ACCESS EXCLUSIVE MODE"))
        arguments = ("bot", "backup", str(tmp_path / "backup.db"))
        async with asyncio.timeout(30), process(*arguments, environment={"DATABASE_URL": url}) as backup:
            ended = asyncio.create_task(backup.wait())
            await waits(database, ended)
            assert len(os.listdir(tmp_path)) == 1

            backup.send_signal(signal_)

            assert await ended != 0
    await database.close()
    assert os.listdir(tmp_path) == []


def test_only_a_file_is_replaced_by_a_backup_and_a_link_leads_to_one(acme: CommandLine, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for name in ("fifo", "."):
        assert acme.refused("backup", f"{tmp_path}/{name}", "--force").endswith(
            "is not a file, and can't be replaced by one. Name another."
        )
    (tmp_path / "link").symlink_to(tmp_path / "backup.db")

    acme.done("backup", str(tmp_path / "link"))

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "backup.db").is_file()


def test_a_backup_that_has_no_room_says_so_of_its_own_place(acme: CommandLine, tmp_path: Path) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, limit[1]))
    try:
        refusal = acme.refused("backup", str(tmp_path / "backup.db"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, ignored)

    assert refusal.startswith(f"{tmp_path}/backup.db can't be written: ")
    assert not (tmp_path / "backup.db").exists()
