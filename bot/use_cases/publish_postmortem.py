"""Publish what was learnt: it stands below the public incident."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.errors import Invalid, IsCancelled
from bot.domain.incident import Author, Incident
from bot.domain.text import valid_postmortem
from bot.domain.texts import say
from bot.use_cases.actor import Actor
from bot.use_cases.amend_incident import AmendIncident
from bot.use_cases.origin import Origin


class PublishPostmortem(AmendIncident):
    async def __call__(
        self, number: int, text: str, *, actor: Actor, origin: Origin, confirmed_words: bool = False
    ) -> Incident:
        """Raises NotAllowed, Invalid, UnfitWords, IsCancelled, UnknownIncident and TryAgain."""
        body = valid_postmortem(text)
        self._words.require_fit(body, confirmed=confirmed_words)

        def learnt(incident: Incident, _author: Author, _now: datetime) -> Incident:
            if incident.cancellation is not None:
                raise IsCancelled(incident.reference)
            if incident.is_internal or incident.is_open:
                raise Invalid(
                    say("{reference} is not a resolved incident of the public page.", reference=incident.reference),
                    field="postmortem",
                )
            return replace(incident, postmortem=body)

        return await self._amend("postmortem", number, learnt, actor=actor, origin=origin, details={})
