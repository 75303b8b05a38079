"""The session of a unit of work: how its statements see what the unit has written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Executable, Row, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session

from storage.transaction import Transaction, tables_of

_TRANSACTION, _CONNECTION = "transaction", "connection"


class _Session(Session):
    """Its transaction knows what it asks."""


@event.listens_for(_Session, "do_orm_execute")
def _note(asked: ORMExecuteState) -> None:
    transaction: Transaction | None = asked.session.info.get(_TRANSACTION)
    if transaction is None:
        return
    if transaction.is_missed_by(asked.execution_options):
        transaction.insert_on(asked.session.connection())
    if not asked.is_select:
        transaction.forget(tables_of(asked.execution_options))


def session_of(transaction: Transaction) -> AsyncSession:
    return _session(transaction.connection, transaction)


def reading_session(connection: AsyncConnection) -> AsyncSession:
    return _session(connection, None)


def transaction_of(session: AsyncSession) -> Transaction:
    """Raises KeyError for a session that only reads."""
    transaction: Transaction = session.info[_TRANSACTION]
    return transaction


async def ask(
    session: AsyncSession, statement: Executable, values: Mapping[str, Any] | None = None
) -> CursorResult[Any]:
    """The session itself would take half as long again, for a statement of tables and columns that it need not map."""
    transaction: Transaction | None = session.info.get(_TRANSACTION)
    if transaction is not None:
        options = statement.get_execution_options()
        if transaction.is_missed_by(options):
            await transaction.insert()
        if not statement.is_select:
            transaction.forget(tables_of(options))
    connection: AsyncConnection = session.info[_CONNECTION]
    return await connection.execute(statement, values)


async def recall(session: AsyncSession, statement: Executable, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
    """As `ask`, for what all those who share a transaction ask: once, until something is written to its tables.

    `statement` is made once (`apart`).
    """
    transaction: Transaction | None = session.info.get(_TRANSACTION)
    if transaction is None:
        return (await ask(session, statement, values)).all()
    rows = None if transaction.is_missed_by(statement.get_execution_options()) else transaction.known(statement, values)
    if rows is None:
        rows = (await ask(session, statement, values)).all()
        transaction.remember(statement, values, rows)
    return rows


def _session(connection: AsyncConnection, transaction: Transaction | None) -> AsyncSession:
    return AsyncSession(
        connection,
        sync_session_class=_Session,
        info={_CONNECTION: connection, **({} if transaction is None else {_TRANSACTION: transaction})},
        expire_on_commit=False,
        autoflush=False,
        # Whether it is committed, and with what else, is for the transaction to say.
        join_transaction_mode="rollback_only",
        # A row is what the database says of it, whatever was read of it before.
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
