"""Reopen a resolved incident, with the component statuses that stood before its resolution."""

from __future__ import annotations

from bot.domain import incident as incidents
from bot.domain.incident import Incident
from bot.use_cases.actor import Actor
from bot.use_cases.change_incident import ChangeIncident, Draft
from bot.use_cases.origin import Origin


class ReopenIncident(ChangeIncident):
    async def __call__(self, draft: Draft, *, actor: Actor, origin: Origin) -> Incident:
        """Raises NotAllowed, Invalid, Unknown…, NotResolved, AlreadySubmitted and TryAgain."""
        return await self._change("reopen", incidents.reopen, draft, actor=actor, origin=origin)
