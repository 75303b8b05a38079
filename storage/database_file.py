"""The file of a SQLite database, which is held open whatever becomes of its name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import TryAgain

_BESIDE = ("-wal", "-shm", "-journal")


class DatabaseFile:
    """Notices that the name stands for another file than the one that is open: what is written there is lost."""

    def __init__(self, url: URL) -> None:
        name = url.database or ""
        self._path = Path(name) if url.get_backend_name() == "sqlite" and not name.startswith((":", "file:")) else None
        self._opened: tuple[int, int] | None = None

    def require_same(self) -> None:
        """Raises TryAgain; to be called before each use, so that none but the first file is ever opened."""
        if self._path is None:
            return
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            now = None
        except OSError:
            return  # whoever opens it says what is wrong
        else:
            now = (found.st_dev, found.st_ino)
        if self._opened is None:
            self._opened = now
        elif now != self._opened:
            raise TryAgain(
                "The database's file was moved or replaced while Stormlamp was running. "
                "Nothing is saved until it is back, or Stormlamp is started anew."
            )


async def files_of(connection: AsyncConnection) -> Sequence[Path]:
    """The database's own, the links in its name resolved, and those beside it; none where it is not SQLite's."""
    if connection.dialect.name != "sqlite":
        return ()
    # SQLite itself knows it best: a name may be a URI.
    rows = (await connection.exec_driver_sql("PRAGMA database_list")).mappings()
    name = next(row["file"] for row in rows if row["name"] == "main")
    return [Path(f"{name}{ending}") for ending in ("", *_BESIDE)] if name else ()
