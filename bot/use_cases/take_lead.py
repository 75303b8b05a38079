"""Give an incident its lead: one person who coordinates, shown on the announcement."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.incident import Author, Incident
from bot.use_cases.actor import Actor
from bot.use_cases.amend_incident import AmendIncident
from bot.use_cases.origin import Origin


class TakeLead(AmendIncident):
    async def __call__(self, number: int, lead: Actor, *, actor: Actor, origin: Origin) -> Incident:
        """`lead` may be the actor. Raises NotAllowed for either of them, UnknownIncident, IsCancelled and TryAgain."""
        self._responders.admit(actor)
        self._responders.admit_named(lead, by=actor)

        def led(incident: Incident, _author: Author, _now: datetime) -> Incident:
            incident.require_not_cancelled()
            return replace(incident, lead_slack_id=lead.slack_id)

        return await self._amend(
            "lead", number, led, actor=actor, origin=origin, details={"lead": lead.slack_id or lead.name}
        )
