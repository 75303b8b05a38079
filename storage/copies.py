"""Back up, restore and move a database: three ways to the one transfer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import Conflict, Invalid
from storage import archive
from storage.database import Database
from storage.database_file import files_of
from storage.transfer import transfer

_REPLACE = "--replace puts the backup in their place."
_ANOTHER = "Name an empty one."

Counts = Mapping[str, int]


async def back_up(database: Database, path: Path, *, force: bool) -> Counts:
    """While others write. Raises Invalid, Conflict for a file that is there already, and TryAgain."""
    _require_file(database)
    async with database.view() as source:
        await _require_another(path, source)
        async with archive.written(path, force=force) as target:
            return await transfer(source, target, named="The database", upgraded=False)


async def restore(database: Database, path: Path, *, replace: bool) -> Counts:
    """Raises Invalid, Conflict for a database with pages or incidents unless `replace`, and TryAgain."""
    async with archive.opened(path) as source, database.transaction() as target:
        await _require_another(path, target)
        return await transfer(source, target, named=f"{path}", in_use=None if replace else _REPLACE)


async def copy(database: Database, into: Database) -> Counts:
    """Raises Invalid, Conflict for a database with pages or incidents, and TryAgain."""
    _require_file(database)
    if database.url == into.url:
        raise _the_same()
    async with database.view() as source, into.transaction() as target:
        for file in await files_of(source):
            if await _is_one_of(file, target):
                raise _the_same()
        return await transfer(source, target, named="The database", in_use=_ANOTHER)


def _require_file(database: Database) -> None:
    """SQLite would make it, and it would be empty."""
    name = database.url.database or ""
    if database.is_sqlite and not name.startswith("file:") and not Path(name).exists():
        raise Invalid(f"There is no database at {name}. Set {database.name}, or go to its folder.", field=database.name)


async def _require_another(path: Path, connection: AsyncConnection) -> None:
    """Whoever has the database open would go on with a file that has no name any more."""
    if await _is_one_of(path, connection):
        raise Conflict(f"{path} is the database itself, or belongs to it. Name another file.", field="file")


async def _is_one_of(path: Path, connection: AsyncConnection) -> bool:
    return any(_is_same(path, file) for file in await files_of(connection))


def _is_same(path: Path, file: Path) -> bool:
    """Through links of either kind."""
    if os.path.realpath(path) == str(file):
        return True
    return path.exists() and file.exists() and path.samefile(file)


def _the_same() -> Conflict:
    return Conflict("Both are the same database.", field="to")
