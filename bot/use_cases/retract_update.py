"""Retract an update: the public reads that it was withdrawn; the record keeps what it said."""

from __future__ import annotations

from bot.domain import amendment
from bot.domain.incident import Incident
from bot.use_cases.actor import Actor
from bot.use_cases.amend_incident import AmendIncident
from bot.use_cases.origin import Origin


class RetractUpdate(AmendIncident):
    async def __call__(self, number: int, position: int, *, actor: Actor, origin: Origin) -> Incident:
        """The update of that position, counted from 1. Raises NotAllowed, UnknownIncident, UnknownUpdate, IsWithdrawn,
        IsCancelled, AlreadySubmitted and TryAgain.
        """
        return await self._amend(
            "retract",
            number,
            lambda incident, author, now: amendment.retract(incident, position=position, author=author, now=now),
            actor=actor,
            origin=origin,
            details={"update": position},
        )
