"""Opens the database for one command, with its tables brought up to date first."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from bot.domain.errors import TryAgain
from bot.settings import Settings
from storage.database import ANSWERS_WITHIN as PATIENT
from storage.database import Database

_Result = TypeVar("_Result")

#: Seconds. Nobody's form waits for a command, so it is more patient than `run`.
_BUSY_TIMEOUT = 10
#: Seconds that PostgreSQL has for a statement: somebody sits before it. What copies everything is as patient as `run`.
ANSWERS_WITHIN = 10.0


def on_database(settings: Settings, act: Callable[[Database], Awaitable[_Result]]) -> _Result:
    """What `act` gives back. Raises what it raises, and TryAgain."""

    async def migrated(database: Database) -> _Result:
        # A person in a hurry need not know about `stormlamp migrate`.
        await database.migrate()
        return await act(database)

    return on_database_as_it_is(settings.database_url, migrated, answers_within=ANSWERS_WITHIN)


def migrate_database(settings: Settings) -> tuple[str | None, str | None]:
    """The revision before and after."""
    return on_database_as_it_is(settings.database_url, Database.migrate)


def on_database_as_it_is(
    url: str, act: Callable[[Database], Awaitable[_Result]], *, answers_within: float = PATIENT
) -> _Result:
    """The same without bringing its tables up to date."""

    async def act_and_close() -> _Result:
        async with opened(url, answers_within=answers_within) as database:
            return await act(database)

    return asyncio.run(act_and_close())


@contextlib.asynccontextmanager
async def opened(url: str, *, answers_within: float = PATIENT, name: str = "DATABASE_URL") -> AsyncIterator[Database]:
    """`name` is where the URL was typed."""
    database = Database(url, busy_timeout=_BUSY_TIMEOUT, answers_within=answers_within, name=name)
    try:
        yield database
    except TryAgain as error:
        if isinstance(error.__cause__, OSError):
            # It may be another one than was meant.
            raise TryAgain(f"{error.message} {name} names {database.place}.") from error
        raise
    finally:
        await database.close()
