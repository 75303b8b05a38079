"""Inserts: of rows that are new, and of those that another process may have made meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.session import transaction_of
from storage.tables import Base, table_of


def insert_if_new(table: type[Base], dialect: str) -> Insert:
    """What another process has made meanwhile stays as it is. Each database has an insert of its own for that."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return insert(table_of(table)).on_conflict_do_nothing()


def insert_rows(session: AsyncSession, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """With all others of the table that wait. The session does not get to know them."""
    transaction_of(session).add(table, rows)


def insert_row(session: AsyncSession, table: type[Base], **values: Any) -> None:
    insert_rows(session, table, [values])
