"""Publish an internal incident: the public knows of it from this update on, and of nothing before."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import incident as incidents
from bot.domain.errors import IsPublished
from bot.domain.incident import Incident, NewUpdate
from bot.use_cases.actor import Actor
from bot.use_cases.change_incident import ChangeIncident, Draft
from bot.use_cases.origin import Origin


class PublishIncident(ChangeIncident):
    async def __call__(self, draft: Draft, *, actor: Actor, origin: Origin) -> Incident:
        """Raises IsPublished, IsCancelled, NotAllowed, Invalid, Unknown…, AlreadySubmitted and TryAgain."""
        return await self._change("publish", publish, replace(draft, publishes=True), actor=actor, origin=origin)


def publish(incident: Incident, new: NewUpdate) -> Incident:
    incident.require_not_cancelled()
    if not incident.is_internal:
        raise IsPublished(incident.reference)
    return incidents.post(incident, new)
