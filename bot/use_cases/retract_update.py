"""Retract an update: the public reads that it was withdrawn; the record keeps what it said."""

from __future__ import annotations

from datetime import datetime

from bot.domain import amendment
from bot.domain.incident import Author, Incident
from bot.domain.overtaking import require_corrections_seen
from bot.use_cases.actor import Actor
from bot.use_cases.amend_incident import AmendIncident
from bot.use_cases.origin import Origin


class RetractUpdate(AmendIncident):
    async def __call__(
        self, number: int, position: int, *, actor: Actor, origin: Origin, seen: int | None = None
    ) -> Incident:
        """The update of that position, counted from 1. `seen` is how many corrections of it the responder knew of,
        None for whoever does not care.

        Raises NotAllowed, Overtaken, UnknownIncident, UnknownUpdate, IsWithdrawn, IsCancelled, AlreadySubmitted and
        TryAgain.
        """

        def retracted(incident: Incident, author: Author, now: datetime) -> Incident:
            after = amendment.retract(incident, position=position, author=author, now=now)
            require_corrections_seen(incident, position, seen, author)
            return after

        return await self._amend(
            "retract",
            number,
            retracted,
            actor=actor,
            origin=origin,
            details={"update": position},
        )
