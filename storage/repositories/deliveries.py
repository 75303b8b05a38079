"""The identities of inbound deliveries that were acted on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.forgetting import delete_oldest
from storage.inserting import insert_if_new
from storage.session import ask
from storage.tables import DeliveryRow, table_of
from storage.transaction import apart
from storage.types import in_range

_DELIVERIES = table_of(DeliveryRow).c


@cache
def _claim(dialect: str) -> Insert:
    return apart(insert_if_new(DeliveryRow, dialect).returning(_DELIVERIES.identity))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a delivery was claimed for: a digest of its content, and the incident that it made or changed."""

    digest: str
    incident_number: int


class Deliveries:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def claim(self, identity: str, digest: str, incident_number: int, *, now: datetime) -> Claim | None:
        """None if it is ours now; else what it was claimed for before. Waits for a transaction that holds it."""
        values = {
            "identity": identity,
            "digest": digest,
            "incident_number": in_range(incident_number),
            "claimed_at": now,
        }
        ours = (await ask(self._session, _claim(self._session.get_bind().dialect.name), values)).scalar()
        if ours is not None:
            return None
        row = await self._session.get_one(DeliveryRow, identity)
        return Claim(digest=row.digest, incident_number=row.incident_number)

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        """How many are gone, the oldest first. Slack redelivers for minutes; what is older can't come again."""
        return await delete_oldest(self._session, DeliveryRow.identity, DeliveryRow.claimed_at, moment, limit=limit)
