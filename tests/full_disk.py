"""A disk that is full, for the tests: SQLite's own limit on the pages of a file, and the system's on all files."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from storage.database import Database

_AS_MANY_AS_THERE_ARE = 1  # what is less than that is taken for it
_NO_LIMIT = 4_294_967_294


@contextmanager
def full_disk(database: Database) -> Iterator[None]:
    """Until the block ends not a page more fits the file."""
    pages = _AS_MANY_AS_THERE_ARE

    # The limit belongs to a connection, and the pool has several: it is set for whoever takes one, then and afterwards.
    @event.listens_for(database.engine.sync_engine, "checkout")
    def limit(connection: Any, _record: object, _proxy: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        cursor.close()

    yield
    pages = _NO_LIMIT


@contextmanager
def nothing_written() -> Iterator[None]:
    """Until the block ends every write of this process fails."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
