"""The session of a unit of work: how its statements see what the unit has written."""

from __future__ import annotations

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session

from storage.transaction import Transaction

_TRANSACTION = "transaction"


class _Session(Session):
    """Inserts the rows that wait before it asks for them."""


@event.listens_for(_Session, "do_orm_execute")
def _insert_first(asked: ORMExecuteState) -> None:
    transaction = asked.session.info.get(_TRANSACTION)
    if transaction is not None:
        transaction.insert_before(asked.execution_options, asked.session.connection())


def session_of(transaction: Transaction) -> AsyncSession:
    return _session(transaction.connection, transaction)


def reading_session(connection: AsyncConnection) -> AsyncSession:
    return _session(connection, None)


def transaction_of(session: AsyncSession) -> Transaction:
    """Raises KeyError for a session that only reads."""
    transaction: Transaction = session.info[_TRANSACTION]
    return transaction


def _session(connection: AsyncConnection, transaction: Transaction | None) -> AsyncSession:
    return AsyncSession(
        connection,
        sync_session_class=_Session,
        info={} if transaction is None else {_TRANSACTION: transaction},
        expire_on_commit=False,
        autoflush=False,
        # Whether it is committed, and with what else, is for the transaction to say.
        join_transaction_mode="rollback_only",
        # A row is what the database says of it, whatever was read of it before.
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
