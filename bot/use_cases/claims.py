"""Every inbound delivery is claimed in the transaction that acts on it: a second one does nothing twice."""

from __future__ import annotations

from datetime import datetime

from bot.domain.errors import AlreadyDone, AlreadySubmitted
from bot.use_cases.origin import Origin
from storage.unit_of_work import UnitOfWork


async def claim(uow: UnitOfWork, origin: Origin, number: int, *, now: datetime) -> int | None:
    """Claim it for the incident of that number, 0 for none.

    The number of the incident that this very delivery has made or changed before; None if it is the first. Raises
    AlreadySubmitted where the same form came before with other content.
    """
    if origin.delivery is None:
        return None
    before = await uow.deliveries.claim(origin.delivery.identity, origin.delivery.digest, number, now=now)
    if before is None:
        return None
    if before.digest != origin.delivery.digest:
        raise AlreadySubmitted(f"INC-{before.incident_number}")
    return before.incident_number


async def claim_new(uow: UnitOfWork, origin: Origin, *, now: datetime) -> tuple[int, bool]:
    """Claim it for an incident that it makes: the number of that one, and whether it has been made before.

    Raises AlreadySubmitted as `claim` does.
    """
    number = await uow.incidents.next_number()
    known = await claim(uow, origin, number, now=now)
    if known is None:
        return number, False
    await uow.incidents.give_back_number()
    return known, True


async def is_repeated(uow: UnitOfWork, origin: Origin, *, now: datetime) -> bool:
    """Whether this very delivery was acted on before: for acts that are about no incident, and name a step, not an end.

    Raises AlreadySubmitted as `claim` does.
    """
    return await claim(uow, origin, 0, now=now) is not None


async def require_first(uow: UnitOfWork, origin: Origin, *, now: datetime) -> None:
    """For acts about no incident whose outcome is not to be looked up again. Raises AlreadyDone, and AlreadySubmitted
    as `claim` does.
    """
    if await is_repeated(uow, origin, now=now):
        raise AlreadyDone
