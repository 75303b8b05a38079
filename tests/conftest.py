"""What every test may build on: a real database, and a clock that stands still until it is moved."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.database import Database
from storage.migrations import migrate
from tests.domain.builders import NOON
from tests.postgresql import PostgreSQL, running


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
    """Tests wait more than they work: for Slack's second between messages, for disks, for browsers."""
    return 2 * (os.cpu_count() or 1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What speaks to the database, and every whole way, is tried on both."""
    chosen = any("database_kind" in mark.args for mark in metafunc.definition.iter_markers("parametrize"))
    if "database_kind" in metafunc.fixturenames and not chosen:
        speaks = {"storage", "use_cases", "journeys", "delivery"} & set(metafunc.module.__name__.split("."))
        metafunc.parametrize("database_kind", ["sqlite", "postgresql"] if speaks else ["sqlite"])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with running() as server:
        yield server


@pytest.fixture
async def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if database_kind == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return (await server.new_database()).render_as_string(hide_password=False)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await migrate(database.engine)
    yield database
    await database.close()
