"""Deletes old rows a few at a time, so that nobody waits long for the transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute


async def delete_oldest(
    session: AsyncSession,
    key: InstrumentedAttribute[Any],
    at: InstrumentedAttribute[Any],
    moment: datetime,
    *,
    limit: int,
) -> int:
    """How many rows are gone, at most `limit`, of those whose time is before the moment; none without a time is."""
    oldest = select(key).where(at < moment).order_by(at).limit(limit)
    gone = await session.scalars(delete(key.class_).where(key.in_(oldest)).returning(key))
    return len(gone.all())
