"""Inserts: of rows that are new, and of those that another process may have made meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Base, table_of


def insert_if_new(table: type[Base], dialect: str) -> Insert:
    """What another process has made meanwhile stays as it is. Each database has an insert of its own for that."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table_of(table)).on_conflict_do_nothing()


async def insert_rows(session: AsyncSession, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """All of them by one statement. The session does not get to know them."""
    values = list(rows)
    if values:
        await session.execute(_insert(table), values)


@cache
def _insert(table: type[Base]) -> Insert:
    return insert(table_of(table))


async def insert_row(session: AsyncSession, table: type[Base], **values: Any) -> None:
    await insert_rows(session, table, [values])
