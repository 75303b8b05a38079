"""Copies one database into another, whatever the two are: a backup, its restoration and a move are all this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alembic.util import CommandError
from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    MetaData,
    Table,
    case,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NoSuchTableError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.errors import Conflict, Invalid
from storage.migrations import drop_everything, is_known, lock, revision_of, upgrade
from storage.numbering import go_on_after, numbers_given
from storage.tables import Base, IncidentRow, PageRow, SequenceRow
from storage.types import UtcDateTime

_ROWS_AT_ONCE = 500


async def transfer(
    source: AsyncConnection,
    target: AsyncConnection,
    *,
    named: str,
    in_use: str | None = None,
    upgraded: bool = True,
) -> Mapping[str, int]:
    """The number of rows by table; `named` is the source in a sentence, `in_use` the way out where the target has data.

    Both connections are in a transaction: the source's sees one state, the target's leaves all or nothing. Where it is
    not `upgraded`, the target keeps the source's revision, so that a backup can go back to the Stormlamp it was made
    by. Raises Invalid for a source that is empty, damaged or newer than we are. A target with data is replaced where
    there is no way out, else that is a Conflict.
    """
    try:
        revision = await source.run_sync(revision_of)
    except CommandError as error:
        raise _damaged(named) from error
    if revision is None:
        raise Invalid(f"{named} has no tables of Stormlamp: there is nothing to copy.", field="source")
    if not is_known(revision):
        raise Invalid(
            f"{named} was made by a newer Stormlamp (its revision is {revision}). Upgrade Stormlamp.", field="source"
        )
    await lock(target)
    replaced = await _clear(target, in_use=in_use)
    await target.run_sync(upgrade, revision)
    try:
        metadata = await source.run_sync(_reflected)
    except NoSuchTableError as error:
        raise _damaged(named) from error
    if _shape(metadata) != _shape(await target.run_sync(_reflected)):
        raise _damaged(named)
    counts = {table.name: await _copy(table, source, target) for table in metadata.sorted_tables}
    # Whoever goes on from a copy can't know what was delivered since it was taken: Slack is asked before a post.
    await target.execute(update(metadata.tables["outbox"]).values(unclear=True, leased_until=None))
    # By an outbox id a post is known again in Slack: neither the source's nor the replaced ones are given once more.
    await go_on_after(target, [await numbers_given(source), replaced.ids])
    if upgraded:
        await target.run_sync(upgrade)
        await _set_apart(target, replaced)
    return counts


@dataclass(frozen=True, slots=True)
class _Replaced:
    """The numbers that were given: ids by table, others by sequence, and the highest revision of a page."""

    ids: Mapping[str, int] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)
    revision: int = 0


async def _set_apart(target: AsyncConnection, replaced: _Replaced) -> None:
    """Buttons in Slack name incidents by their numbers, and whoever shows a page knows it by its revision: neither is
    to stand for something else now.
    """
    for name, last in replaced.sequences.items():
        taken = await target.scalar(select(SequenceRow.value).where(SequenceRow.name == name))
        if taken is None:
            await target.execute(insert(SequenceRow).values(name=name, value=last))
        elif taken < last:
            await target.execute(update(SequenceRow).where(SequenceRow.name == name).values(value=last))
    if replaced.revision:
        await target.execute(update(PageRow).values(revision=_higher(PageRow.revision, replaced.revision) + 1))
        await target.execute(update(PageRow).values(full_revision=PageRow.revision))


def _higher(column: InstrumentedAttribute[int], number: int) -> ColumnElement[int]:
    return case((column < number, number), else_=column)


async def _clear(target: AsyncConnection, *, in_use: str | None) -> _Replaced:
    if await target.run_sync(revision_of) is None:
        return _Replaced()
    await target.run_sync(upgrade)
    pages = await target.scalar(select(func.count()).select_from(PageRow)) or 0
    incidents = await target.scalar(select(func.count()).select_from(IncidentRow)) or 0
    if in_use is not None and (pages or incidents):
        raise Conflict(f"The database to write to has data (pages: {pages}, incidents: {incidents}). {in_use}")
    replaced = _Replaced(
        ids=await numbers_given(target),
        sequences=dict((await target.execute(select(SequenceRow.name, SequenceRow.value))).all()),
        revision=await target.scalar(select(func.max(PageRow.revision))) or 0,
    )
    await target.run_sync(drop_everything)
    return replaced


def _reflected(connection: Connection) -> MetaData:
    """The tables as they are at the source's revision, with types that both databases understand."""
    metadata = MetaData()

    @event.listens_for(metadata, "column_reflect")
    def generalise(_inspector: object, _table: object, column: dict[str, Any]) -> None:
        generic = column["type"].as_generic()
        column["type"] = UtcDateTime() if isinstance(generic, DateTime) else generic

    metadata.reflect(connection, only=lambda name, _: name in Base.metadata.tables)
    return metadata


def _shape(metadata: MetaData) -> Mapping[str, set[str]]:
    return {table.name: set(table.columns.keys()) for table in metadata.tables.values()}


def _damaged(named: str) -> Invalid:
    return Invalid(f"{named} is damaged: it has not the tables that Stormlamp makes.", field="source")


async def _copy(table: Table, source: AsyncConnection, target: AsyncConnection) -> int:
    rows = await source.stream(select(table).order_by(*table.primary_key))
    copied = 0
    try:
        async for batch in rows.mappings().partitions(_ROWS_AT_ONCE):
            await target.execute(insert(table), [dict(row) for row in batch])
            copied += len(batch)
    except (ValueError, DBAPIError) as error:
        # SQLite takes what a column is not made for, and foreign hands write anything.
        if isinstance(error, DBAPIError) and not _is_about_the_row(error):
            raise
        reason = getattr(error, "orig", error)
        raise Invalid(f"Nothing was copied: a row of the table {table.name} is refused. {reason}") from error
    return copied


def _is_about_the_row(error: DBAPIError) -> bool:
    """PostgreSQL's codes for data begin with 22; a sign that it does not know has no class of SQLAlchemy's."""
    return isinstance(error, DataError | IntegrityError) or str(getattr(error.orig, "sqlstate", "")).startswith("22")
