"""Post an update to an incident."""

from __future__ import annotations

from functools import partial

from bot.domain import incident as incidents
from bot.domain.incident import Incident
from bot.use_cases.actor import Actor
from bot.use_cases.change_incident import ChangeIncident, Draft
from bot.use_cases.origin import Origin


class PostUpdate(ChangeIncident):
    async def __call__(self, draft: Draft, *, actor: Actor, origin: Origin, reopen_confirmed: bool = False) -> Incident:
        """Raises NotAllowed, Invalid, Unknown…, ReopenNeedsConfirmation, AlreadySubmitted and TryAgain."""
        verb = partial(incidents.post, reopen_confirmed=reopen_confirmed)
        return await self._change("update", verb, draft, actor=actor, origin=origin)
