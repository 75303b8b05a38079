"""Back up, restore and move a database: three ways to the one transfer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.domain.errors import Conflict, Invalid
from storage import archive
from storage.database import Database
from storage.migrations import upgrade
from storage.transfer import transfer

_REPLACE = "--replace puts the backup in their place."
_ANOTHER = "Name an empty one."

Counts = Mapping[str, int]


async def back_up(database: Database, path: Path, *, force: bool) -> Counts:
    """While others write. Raises Invalid, Conflict for a file that is there already, and TryAgain."""
    _require_file(database)
    async with database.view() as source, archive.written(path, force=force) as target:
        return await transfer(source, target, named="The database")


async def restore(database: Database, path: Path, *, replace: bool) -> Counts:
    """Raises Invalid, Conflict for a database with pages or incidents unless `replace`, and TryAgain."""
    async with archive.opened(path) as source, database.transaction() as target:
        counts = await transfer(source, target, named=f"{path}", in_use=None if replace else _REPLACE)
        await target.run_sync(upgrade)
        return counts


async def copy(database: Database, into: Database) -> Counts:
    """Raises Invalid, Conflict for a database with pages or incidents, and TryAgain."""
    _require_file(database)
    if database.url == into.url:
        raise Conflict("Both are the same database.", field="to")
    async with database.view() as source, into.transaction() as target:
        counts = await transfer(source, target, named="The database", in_use=_ANOTHER)
        await target.run_sync(upgrade)
        return counts


def _require_file(database: Database) -> None:
    """SQLite would make it, and it would be empty."""
    name = database.url.database or ""
    if database.is_sqlite and not name.startswith("file:") and not Path(name).exists():
        raise Invalid(f"There is no database at {name}. Set {database.name}, or go to its folder.", field=database.name)
