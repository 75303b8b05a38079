"""A backup: one SQLite file, whatever database it was taken of."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import Conflict, Invalid
from storage.engine import WRITES, create_engine

_DRIVER = "sqlite+aiosqlite"


@contextlib.asynccontextmanager
async def written(path: Path, *, force: bool) -> AsyncIterator[AsyncConnection]:
    """A transaction on a new file, which is at its place, whole, when the block has ended, or never.

    Raises Conflict for a file that is there already unless `force`, and Invalid where none can be.
    """
    with _replacing(path, force=force) as unfinished, _room_named():
        # A write-ahead log would be a second file.
        async with _connected(URL.create(_DRIVER, database=str(unfinished)), journal="DELETE") as connection:
            await connection.execution_options(**{WRITES: True})
            async with connection.begin():
                yield connection


@contextlib.asynccontextmanager
async def opened(path: Path) -> AsyncIterator[AsyncConnection]:
    """To read; the file stays as it is. Raises Invalid for one that is no backup."""
    address = await asyncio.to_thread(_readable, path)
    async with _connected(
        URL.create(_DRIVER, database=address, query={"mode": "ro", "uri": "true"}), journal=None
    ) as connection:
        yield connection


@contextlib.asynccontextmanager
async def _connected(url: URL, *, journal: str | None) -> AsyncIterator[AsyncConnection]:
    engine = create_engine(url, busy_timeout=0, journal=journal)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


@contextlib.contextmanager
def _replacing(path: Path, *, force: bool) -> Iterator[Path]:
    if path.exists() and not path.is_file():
        raise Conflict(f"{path} is not a file, and can't be replaced by one. Name another.", field="file")
    path = path.resolve()  # a link stays, and leads to it
    if path.exists() and not force:
        raise Conflict(f"{path} is there already. --force replaces it.", field="file")
    if Path(f"{path}-wal").exists():
        # Its log would be taken for that of the new file.
        raise Conflict(
            f"{path} is a database that is in use, or was when it was left. Name another file.", field="file"
        )
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
            unfinished = Path(folder) / "backup.db"
            unfinished.touch(mode=0o600)  # it holds what is not for the public
            yield unfinished
            os.replace(unfinished, path)
        _sync(path.parent)
    except OSError as error:
        raise Invalid(f"{path} can't be written: {error.strerror}.", field="file") from error


@contextlib.contextmanager
def _room_named() -> Iterator[None]:
    """Who only reads, as from the other database, asks for none: the backup's own disk is meant. Raises OSError."""
    try:
        yield
    except OperationalError as error:
        if "database or disk is full" in str(error.orig):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        if "disk I/O error" in str(error.orig):
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from error
        raise


def _sync(folder: Path) -> None:
    """So that the file's name, too, outlasts a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _readable(path: Path) -> str:
    """The file's address for SQLite, once every page of it has been looked at."""
    address = f"file:{quote(str(path.resolve()))}"
    try:
        path.open("rb").close()
        with contextlib.closing(sqlite3.connect(f"{address}?mode=ro", uri=True)) as connection:
            is_whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except OSError as error:
        raise Invalid(f"{path} can't be read: {error.strerror}.", field="file") from error
    except sqlite3.DatabaseError:
        is_whole = False
    if not is_whole:
        raise Invalid(f"{path} is damaged, or is not a backup of Stormlamp.", field="file")
    return address
