"""`stormlamp backup`, `restore` and `copy`: all the data in another place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.database import on_database_as_it_is, opened
from bot.command_line.output import say
from bot.settings import read_settings
from storage.copies import Counts, back_up
from storage.copies import copy as copy_into
from storage.copies import restore as restore_from
from storage.database import Database

BackupArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, a SQLite database in one file.")]


def backup(
    file: BackupArgument,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write all data, as they are at one moment, to a file, while Stormlamp is running or not.

    The file is the same whether the data are in SQLite or in PostgreSQL, and can be restored to either.
    """
    url = read_settings().database_url
    counts = on_database_as_it_is(url, lambda database: back_up(database, file, force=force))
    say(f"The backup is {file} ({_summary(counts)}).")


def restore(
    file: BackupArgument,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the data that are there already.")] = False,
) -> None:
    """Bring back all data from a backup, of this or an older version; all of them or, if that fails, none.

    End `stormlamp run` before. What was owed to Slack when the backup was made is looked for there before it is posted.
    """
    settings = read_settings()
    counts = on_database_as_it_is(settings.database_url, lambda database: restore_from(database, file, replace=replace))
    say(f"The database is restored from {file} ({_summary(counts)}).")
    if settings.publish_to:
        say("Run `stormlamp publish --force`: what is published may be newer than the backup.")


def copy(
    to: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="The other database, such as postgresql://user@host/name, with its password in PGPASSWORD.",
        ),
    ],
) -> None:
    """Copy all data from DATABASE_URL into another, empty database: from SQLite to PostgreSQL, or any other way.

    End `stormlamp run` before; set DATABASE_URL to the new database after, and start it again. The old one stays.
    """

    async def act(database: Database) -> Counts:
        async with opened(to, name="--to") as other:
            return await copy_into(database, other)

    counts = on_database_as_it_is(read_settings().database_url, act)
    say(f"Everything is copied ({_summary(counts)}). Set DATABASE_URL to the new database and start Stormlamp again.")


def _summary(counts: Counts) -> str:
    return f"pages: {counts['pages']}, incidents: {counts['incidents']}, rows in all: {sum(counts.values())}"
