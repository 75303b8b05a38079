"""Opens the database for one command, with its tables brought up to date first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.settings import Settings
from storage.database import Database

_Result = TypeVar("_Result")

#: Seconds. Nobody's form waits for a command, so it is more patient than `run`.
_BUSY_TIMEOUT = 10


def on_database(settings: Settings, act: Callable[[Database], Awaitable[_Result]]) -> _Result:
    """What `act` gives back. Raises what it raises, and TryAgain."""

    async def migrated(database: Database) -> _Result:
        # A person in a hurry need not know about `stormlamp migrate`.
        await database.migrate()
        return await act(database)

    return _opened(settings, migrated)


def migrate_database(settings: Settings) -> tuple[str | None, str | None]:
    """The revision before and after."""
    return _opened(settings, Database.migrate)


def _opened(settings: Settings, act: Callable[[Database], Awaitable[_Result]]) -> _Result:
    async def act_and_close() -> _Result:
        database = Database(settings.database_url, busy_timeout=_BUSY_TIMEOUT)
        try:
            return await act(database)
        finally:
            await database.close()

    return asyncio.run(act_and_close())
