"""Correct an update: the public reads the new text and that it was corrected; the record keeps both."""

from __future__ import annotations

from datetime import datetime

from bot.domain import amendment
from bot.domain.incident import Author, Incident
from bot.domain.overtaking import require_corrections_seen
from bot.domain.page import Page
from bot.use_cases.actor import Actor
from bot.use_cases.amend_incident import AmendIncident
from bot.use_cases.origin import Origin
from storage.unit_of_work import UnitOfWork


class CorrectUpdate(AmendIncident):
    async def __call__(
        self,
        number: int,
        position: int,
        message: str,
        *,
        actor: Actor,
        origin: Origin,
        seen: int | None = None,
        confirmed_words: bool = False,
    ) -> Incident:
        """The update of that position, counted from 1. `seen` is how many corrections of it the responder knew of,
        None for whoever does not care.

        Raises NotAllowed, Invalid, Overtaken, UnfitWords, UnknownIncident, UnknownUpdate, IsWithdrawn, IsCancelled,
        AlreadySubmitted and TryAgain.
        """

        def corrected(incident: Incident, author: Author, now: datetime) -> Incident:
            after = amendment.correct(incident, position=position, message=message, author=author, now=now)
            require_corrections_seen(incident, position, seen, author)
            return after

        async def check(_uow: UnitOfWork, _page: Page, incident: Incident) -> None:
            if any(update.position == position for update in incident.public_updates):
                self._words.require_fit(message, confirmed=confirmed_words)

        return await self._amend(
            "correct",
            number,
            corrected,
            actor=actor,
            origin=origin,
            details={"update": position},
            check=check,
        )
