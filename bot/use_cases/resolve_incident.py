"""Resolve an incident: exactly those components return to normal that no other open incident holds."""

from __future__ import annotations

from bot.domain import incident as incidents
from bot.domain.incident import Incident
from bot.use_cases.actor import Actor
from bot.use_cases.change_incident import ChangeIncident, Draft
from bot.use_cases.origin import Origin


class ResolveIncident(ChangeIncident):
    async def __call__(self, draft: Draft, *, actor: Actor, origin: Origin) -> Incident:
        """Raises NotAllowed, Invalid, UnknownIncident, AlreadyResolved, AlreadySubmitted and TryAgain."""
        return await self._change("resolve", incidents.resolve, draft, actor=actor, origin=origin)
