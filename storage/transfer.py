"""Copies one database into another, whatever the two are: a backup, its restoration and a move are all this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, DateTime, MetaData, Table, event, func, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import Conflict, Invalid
from storage.migrations import drop_everything, is_known, lock, revision_of, upgrade
from storage.numbering import go_on_after, numbers_given
from storage.tables import Base, IncidentRow, PageRow
from storage.types import UtcDateTime

_ROWS_AT_ONCE = 500


async def transfer(
    source: AsyncConnection, target: AsyncConnection, *, named: str, in_use: str | None = None
) -> Mapping[str, int]:
    """The number of rows by table; `named` is the source in a sentence, `in_use` the way out where the target has data.

    Both connections are in a transaction: the source's sees one state, the target's leaves all or nothing. The target
    gets the source's revision, so that a backup can go back to the Stormlamp it was made by. Raises Invalid for a
    source that is empty or newer than we are. A target with data is replaced where there is no way out, else that is
    a Conflict.
    """
    revision = await source.run_sync(revision_of)
    if revision is None:
        raise Invalid(f"{named} has no tables of Stormlamp: there is nothing to copy.", field="source")
    if not is_known(revision):
        raise Invalid(
            f"{named} was made by a newer Stormlamp (its revision is {revision}). Upgrade Stormlamp.", field="source"
        )
    await lock(target)
    given_before = await _clear(target, in_use=in_use)
    await target.run_sync(upgrade, revision)
    metadata = await source.run_sync(_reflected)
    counts = {table.name: await _copy(table, source, target) for table in metadata.sorted_tables}
    # Whoever goes on from a copy can't know what was delivered since it was taken: Slack is asked before a post.
    await target.execute(update(metadata.tables["outbox"]).values(unclear=True, leased_until=None))
    # By an outbox id a post is known again in Slack: neither the source's nor the replaced ones are given once more.
    await go_on_after(target, [await numbers_given(source), given_before])
    return counts


async def _clear(target: AsyncConnection, *, in_use: str | None) -> Mapping[str, int]:
    """Empty the target; returns the numbers that it had given."""
    if await target.run_sync(revision_of) is None:
        return {}
    await target.run_sync(upgrade)
    pages = await target.scalar(select(func.count()).select_from(PageRow)) or 0
    incidents = await target.scalar(select(func.count()).select_from(IncidentRow)) or 0
    if in_use is not None and (pages or incidents):
        raise Conflict(f"The database to write to has data (pages: {pages}, incidents: {incidents}). {in_use}")
    given = await numbers_given(target)
    await target.run_sync(drop_everything)
    return given


def _reflected(connection: Connection) -> MetaData:
    """The tables as they are at the source's revision, with types that both databases understand."""
    metadata = MetaData()

    @event.listens_for(metadata, "column_reflect")
    def generalise(_inspector: object, _table: object, column: dict[str, Any]) -> None:
        generic = column["type"].as_generic()
        column["type"] = UtcDateTime() if isinstance(generic, DateTime) else generic

    metadata.reflect(connection, only=lambda name, _: name in Base.metadata.tables)
    return metadata


async def _copy(table: Table, source: AsyncConnection, target: AsyncConnection) -> int:
    rows = await source.stream(select(table).order_by(*table.primary_key))
    copied = 0
    try:
        async for batch in rows.mappings().partitions(_ROWS_AT_ONCE):
            await target.execute(insert(table), [dict(row) for row in batch])
            copied += len(batch)
    except (ValueError, DataError, IntegrityError) as error:
        # SQLite takes what a column is not made for, and foreign hands write anything.
        reason = getattr(error, "orig", error)
        raise Invalid(f"Nothing was copied: a row of the table {table.name} is refused. {reason}") from error
    return copied
