"""Ask somebody to take the lead: they get a short brief in the thread, and accept it there."""

from __future__ import annotations

from bot.domain.errors import Invalid
from bot.domain.incident import Incident
from bot.domain.texts import say
from bot.use_cases.actor import Actor, Responders
from bot.use_cases.audit import note_act
from bot.use_cases.claims import claim
from bot.use_cases.clock import Clock
from bot.use_cases.effects import PostHandoff, owe
from bot.use_cases.origin import Origin
from bot.use_cases.working_channels import working_channels
from storage.database import Database


class HandOver:
    def __init__(self, database: Database, clock: Clock, responders: Responders) -> None:
        self._database = database
        self._clock = clock
        self._responders = responders

    async def __call__(self, number: int, to: Actor, *, actor: Actor, origin: Origin) -> Incident:
        """Raises NotAllowed for either of them, Invalid where there is no thread, UnknownIncident, IsCancelled and
        TryAgain.
        """
        self._responders.admit(actor)
        self._responders.admit_named(to, by=actor)
        now = self._clock()
        async with self._database.writing() as uow:
            known = await claim(uow, origin, number, now=now)
            if known is not None:
                return await uow.incidents.by_number(known)
            incident = await uow.incidents.by_number(number, lock=True)
            incident.require_not_cancelled()
            channels = await working_channels(uow, number)
            if not channels or to.slack_id is None:
                raise Invalid(
                    say(
                        "{reference} has no thread in Slack, so nobody can be asked there.",
                        reference=incident.reference,
                    )
                )
            where = next((channel for channel in channels if channel == origin.channel), channels[0])
            effect = PostHandoff(incident=number, user=to.slack_id, by=actor.name)
            await owe(uow, effect, channel=where, now=now)
            details = {"to": to.slack_id}
            await note_act(uow, "handoff", incident=incident, actor=actor, origin=origin, now=now, details=details)
        return incident
