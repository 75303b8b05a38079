"""Every inbound delivery is claimed in the transaction that acts on it: a second one does nothing twice."""

from __future__ import annotations

from datetime import datetime

from bot.domain.errors import AlreadySubmitted
from bot.domain.incident import Incident
from bot.use_cases.origin import Origin
from storage.unit_of_work import UnitOfWork


async def claim(uow: UnitOfWork, origin: Origin, *, now: datetime) -> int | None:
    """The number of the incident that this very delivery has made or changed before; None if it is the first.

    Raises AlreadySubmitted where the same form came before with other content.
    """
    if origin.delivery is None:
        return None
    before = await uow.deliveries.claim(origin.delivery.identity, origin.delivery.digest, now=now)
    if before is None:
        return None
    if before.digest != origin.delivery.digest:
        raise AlreadySubmitted(f"INC-{before.incident_number}")
    return before.incident_number


async def is_repeated(uow: UnitOfWork, origin: Origin, *, now: datetime) -> bool:
    """Whether this very delivery was acted on before: for acts that are about no incident, and name a step, not an end.

    Raises AlreadySubmitted as `claim` does.
    """
    return await claim(uow, origin, now=now) is not None


async def settle(uow: UnitOfWork, origin: Origin, incident: Incident) -> None:
    """Note what the claimed delivery did."""
    if origin.delivery is not None:
        await uow.deliveries.settle(origin.delivery.identity, incident.number)
