"""A transaction that writes. Its rows wait to be inserted, many by one statement: one for each was most of its cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Insert, Row, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.util import find_tables

from storage.tables import Base

_TABLES = "stormlamp_tables"

_Rows = list[Mapping[str, Any]]
_Statement = TypeVar("_Statement", bound=Executable)


class Transaction:
    """Units of work that share it come one after the other, each behind a savepoint of its own.

    Rows that were added are inserted before anything is asked that could miss them, and before the end.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self._earlier: dict[str, _Rows] = {}
        """Waiting rows of units that have ended well, by table."""
        self._ours: dict[str, _Rows] = {}
        self._inserted_within: dict[str, _Rows] = {}
        """Rows of earlier units that were inserted behind this unit's savepoint."""
        self._known: dict[Executable, dict[frozenset[tuple[str, Any]], Sequence[Row[Any]]]] = {}
        """What statements found, by their values, since something was written to their tables."""

    def add(self, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
        values = list(rows)
        if values:
            self._ours.setdefault(table.__tablename__, []).extend(values)

    def keep(self) -> None:
        """The unit of work has ended well."""
        _move(self._ours, self._earlier)
        self._inserted_within.clear()

    def take_back(self) -> None:
        """It has failed, and what was done behind its savepoint is undone."""
        self._known.clear()
        self._ours.clear()
        _move(self._earlier, self._inserted_within)
        self._earlier, self._inserted_within = self._inserted_within, self._earlier

    def is_missed_by(self, statement_options: Mapping[str, Any]) -> bool:
        """Whether a statement with these options could miss a row that waits."""
        if not self._ours and not self._earlier:
            return False
        tables = tables_of(statement_options)
        return tables is None or not (tables.isdisjoint(self._ours) and tables.isdisjoint(self._earlier))

    def known(self, statement: Executable, values: Mapping[str, Any]) -> Sequence[Row[Any]] | None:
        """What that statement, which is made once, found in this transaction, if it would find the same again."""
        return self._known.get(statement, {}).get(frozenset(values.items()))

    def remember(self, statement: Executable, values: Mapping[str, Any], rows: Sequence[Row[Any]]) -> None:
        self._known.setdefault(statement, {})[frozenset(values.items())] = rows

    def forget(self, tables: Set[str] | None) -> None:
        """Something was written to these tables; None where it is not known to which."""
        for statement in list(self._known):
            read = tables_of(statement.get_execution_options())
            if tables is None or read is None or not tables.isdisjoint(read):
                del self._known[statement]

    async def insert(self) -> None:
        """All that waits."""
        if self._ours or self._earlier:
            await self.connection.run_sync(self.insert_on)

    def insert_on(self, connection: Connection) -> None:
        """As `insert`, for those who are within a statement."""
        waiting: dict[str, _Rows] = {}
        _move(dict(self._earlier), waiting)
        _move(self._earlier, self._inserted_within)
        _move(self._ours, waiting)
        self.forget(waiting.keys())
        for table in sorted(waiting, key=_order().index):
            # One statement takes rows of the same columns.
            for _, rows in groupby(waiting[table], key=tuple):
                connection.execute(_insert_into(table), list(rows))


def tables_of(statement_options: Mapping[str, Any]) -> Set[str] | None:
    """Those that it names; None where it is not `apart`."""
    tables: Set[str] | None = statement_options.get(_TABLES)
    return tables


def apart(statement: _Statement) -> _Statement:
    """For a statement that is made once: rows of tables that it does not name go on waiting."""
    assert isinstance(statement, ClauseElement)
    tables = find_tables(statement, include_crud=True, check_columns=True)
    return statement.execution_options(**{_TABLES: frozenset(str(table.name) for table in tables)})


def _move(rows: dict[str, _Rows], to: dict[str, _Rows]) -> None:
    for table, some in rows.items():
        to.setdefault(table, []).extend(some)
    rows.clear()


@cache
def _order() -> Sequence[str]:
    """Tables come after those that they refer to."""
    return [table.name for table in Base.metadata.sorted_tables]


@cache
def _insert_into(table: str) -> Insert:
    return insert(Base.metadata.tables[table])
