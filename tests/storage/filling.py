"""Rows in every table, of whatever columns it has, and how to see them all again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, LargeBinary, Table, insert, select

from storage.database import Database
from storage.tables import Base
from storage.types import UtcDateTime
from tests.domain.builders import NOON

_ROWS = 3

Contents = dict[str, list[dict[str, Any]]]


async def fill(database: Database) -> None:
    """The last row of each table has nothing where that may be."""
    async with database.transaction() as connection:
        for table in Base.metadata.sorted_tables:
            await connection.execute(insert(table), [_row(table, number) for number in range(1, _ROWS + 1)])


async def contents(database: Database) -> Contents:
    async with database.view() as connection:
        return {
            table.name: [
                dict(row) for row in (await connection.execute(select(table).order_by(*table.primary_key))).mappings()
            ]
            for table in Base.metadata.sorted_tables
        }


def _row(table: Table, number: int) -> dict[str, Any]:
    return {
        column.name: None if column.nullable and number == _ROWS else _value(column, number) for column in table.columns
    }


def _value(column: Column[Any], number: int) -> Any:
    for key in column.foreign_keys:
        return _value(key.column, number)
    match column.type:
        case UtcDateTime():
            return NOON + timedelta(days=number, microseconds=number)
        case Date():
            return date(2026, 11, number)
        case Enum():
            return list(column.type.enum_class or ())[number]
        case Boolean():
            return number % 2 == 0
        case Integer():
            return number * 10
        case LargeBinary():
            return bytes([0, 255, number])
        case JSON():
            return {"größe": number / 4}
        case _:
            return f"{number} ☂ {column.name}"[: getattr(column.type, "length", None)]
