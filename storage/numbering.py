"""The numbers that the database itself gives to rows, after which a copy has to go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Table, func, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import Base

_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() AND last_value > 0"


async def numbers_given(connection: AsyncConnection) -> Mapping[str, int]:
    """The last one by table, even where its row is gone."""
    if connection.dialect.name == "sqlite":
        given = await connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    else:
        given = await connection.execute(text(_SEQUENCES))
    return {row[0].removesuffix("_id_seq"): row[1] for row in given}


async def go_on_after(connection: AsyncConnection, given: Sequence[Mapping[str, int]]) -> None:
    """Give the next row of each table a number above those that were given, here or there."""
    there = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    for table in Base.metadata.tables.values():
        if table.autoincrement_column is None or table.name not in there:
            continue
        highest = await connection.scalar(select(func.max(table.autoincrement_column))) or 0
        last = max(highest, *(each.get(table.name, 0) for each in given))
        if last > 0:
            await _set(connection, table, last)


async def _set(connection: AsyncConnection, table: Table, last: int) -> None:
    values = {"table": table.name, "last": last}
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"), values)
    elif table.dialect_options["sqlite"]["autoincrement"]:
        await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), values)
        await connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), values)
