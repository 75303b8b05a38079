"""Correct an update: the public reads the new text and that it was corrected; the record keeps both."""

from __future__ import annotations

from bot.domain import amendment
from bot.domain.incident import Incident
from bot.use_cases.actor import Actor
from bot.use_cases.amend_incident import AmendIncident
from bot.use_cases.origin import Origin


class CorrectUpdate(AmendIncident):
    async def __call__(self, number: int, position: int, message: str, *, actor: Actor, origin: Origin) -> Incident:
        """The update of that position, counted from 1. Raises NotAllowed, Invalid, UnknownIncident, UnknownUpdate,
        IsWithdrawn, IsCancelled, AlreadySubmitted and TryAgain.
        """
        return await self._amend(
            "correct",
            number,
            lambda incident, author, now: amendment.correct(
                incident, position=position, message=message, author=author, now=now
            ),
            actor=actor,
            origin=origin,
            details={"update": position},
        )
