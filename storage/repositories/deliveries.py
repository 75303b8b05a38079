"""The identities of inbound deliveries that were acted on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import DeliveryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What was done for a delivery: the incident that it made or changed, and a digest of its content."""

    identity: str
    digest: str
    incident_number: int


class Deliveries:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, identity: str) -> Claim | None:
        row = await self._session.get(DeliveryRow, identity)
        if row is None:
            return None
        return Claim(identity=row.identity, digest=row.digest, incident_number=row.incident_number)

    async def claim(self, claim: Claim, *, now: datetime) -> None:
        self._session.add(
            DeliveryRow(
                identity=claim.identity, digest=claim.digest, incident_number=claim.incident_number, claimed_at=now
            )
        )
        await self._session.flush()

    async def forget_before(self, moment: datetime) -> None:
        """Slack redelivers for minutes; what is older can't come again."""
        await self._session.execute(delete(DeliveryRow).where(DeliveryRow.claimed_at < moment))
