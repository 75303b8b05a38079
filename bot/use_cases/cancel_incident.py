"""Cancel an incident that was declared by mistake: it leaves the page and its feeds, and stays in the record."""

from __future__ import annotations

from bot.domain import amendment
from bot.domain.incident import Incident
from bot.use_cases.actor import Actor
from bot.use_cases.amend_incident import AmendIncident
from bot.use_cases.origin import Origin


class CancelIncident(AmendIncident):
    async def __call__(self, number: int, reason: str, *, actor: Actor, origin: Origin) -> Incident:
        """Raises NotAllowed, Invalid without a reason, UnknownIncident, IsCancelled, AlreadySubmitted and TryAgain."""
        return await self._amend(
            "cancel",
            number,
            lambda incident, author, now: amendment.cancel(incident, reason=reason, author=author, now=now),
            actor=actor,
            origin=origin,
            details={"reason": reason},
        )
