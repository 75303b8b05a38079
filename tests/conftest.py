"""What every test may build on: a real database, and a clock that stands still until it is moved."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zlib import crc32

import pytest

from storage.database import Database
from tests.domain.builders import NOON
from tests.postgresql import PostgreSQL, running

_URL = os.environ.get("DATABASE_URL", "")
_SERVER = _URL if _URL.startswith("postgres") else None


class StoppedClock:
    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core: tests also wait, for Slack's second between messages, for disks, for browsers."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that may take the longest begin first: nobody waits for one of them in the end."""
    items.sort(key=_longest_first)


def _longest_first(item: pytest.Item) -> float:
    limit = item.get_closest_marker("timeout")
    return 0.0 if limit is None else -float(limit.args[0])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both", action="store_true", help="try every whole way on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What speaks to the database is tried on both, and every whole way on one of them, by turns.

    With `--both` whole ways are tried on both, too; with the `DATABASE_URL` of a PostgreSQL, all is tried on that.
    """
    chosen = any("database_kind" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "database_kind" in metafunc.fixturenames and not chosen:
        metafunc.parametrize("database_kind", _kinds(metafunc))


def _kinds(metafunc: pytest.Metafunc) -> Sequence[str]:
    both = ["sqlite", "postgresql"]
    part = metafunc.module.__name__.split(".")[1]
    if _SERVER is not None:
        return ["postgresql"]
    if part in {"storage", "use_cases"}:
        return both
    if part in {"journeys", "delivery"}:
        turn = crc32(metafunc.definition.nodeid.encode()) % 2
        return both if metafunc.config.getoption("both") else [both[turn]]
    return ["sqlite"]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    if _SERVER is not None:
        yield PostgreSQL(_SERVER)
        return
    with running() as server:
        yield server


@pytest.fixture
async def empty_database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Of a database without tables."""
    if database_kind == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return (await server.new_database()).render_as_string(hide_password=False)


@pytest.fixture
async def database_url(
    database_kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> str:
    """Of a database with all its tables and nothing in them."""
    if database_kind == "sqlite":
        shutil.copyfile(await _file_with_tables(tmp_path_factory.getbasetemp()), tmp_path / "stormlamp.db")
        return f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return (await server.new_database_with_tables()).render_as_string(hide_password=False)


async def _file_with_tables(folder: Path) -> Path:
    """To be copied, since to make the tables takes longer than most tests."""
    file = folder / "with-tables.db"
    if not file.exists():
        database = Database(f"sqlite+aiosqlite:///{file}")
        await database.migrate()
        await database.close()
    return file


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()
