"""Ask for a channel of an incident's own, and for its end; Slack is told by what is owed."""

from __future__ import annotations

from datetime import datetime

from bot.domain.dedicated_channel import DedicatedChannel
from bot.domain.errors import Conflict, Invalid, IsCancelled
from bot.domain.incident import Incident
from bot.domain.texts import say
from bot.use_cases.actor import Actor, Responders
from bot.use_cases.audit import note_act
from bot.use_cases.claims import claim
from bot.use_cases.clock import Clock
from bot.use_cases.effects import (
    Announce,
    ArchiveChannel,
    EditAnnouncement,
    FurnishChannel,
    MakeChannel,
    PostReply,
    owe,
)
from bot.use_cases.origin import Origin
from storage.database import Database
from storage.repositories.replies import Reply
from storage.unit_of_work import UnitOfWork


class OpenChannel:
    def __init__(self, database: Database, clock: Clock, responders: Responders) -> None:
        self._database = database
        self._clock = clock
        self._responders = responders

    async def __call__(self, number: int, *, is_private: bool, actor: Actor, origin: Origin) -> Incident:
        """Raises NotAllowed, UnknownIncident, IsCancelled, Conflict where there is one, and TryAgain."""
        self._responders.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            known = await claim(uow, origin, number, now=now)
            if known is not None:
                return await uow.incidents.by_number(known)
            incident = await uow.incidents.by_number(number, lock=True)
            if incident.cancellation is not None:
                raise IsCancelled(incident.reference)
            before = await uow.dedicated_channels.of_incident(number)
            if before is not None and before.archived_at is None:
                raise Conflict(
                    say(
                        "{reference} has a channel of its own already, or it is just being made.",
                        reference=incident.reference,
                    )
                )
            await ask_for_channel(uow, incident, actor, is_private=is_private, now=now)
            details = {"private": is_private}
            await note_act(uow, "open channel", incident=incident, actor=actor, origin=origin, now=now, details=details)
        return incident


class PutChannelAway:
    def __init__(self, database: Database, clock: Clock, responders: Responders) -> None:
        self._database = database
        self._clock = clock
        self._responders = responders

    async def __call__(self, number: int, *, actor: Actor, origin: Origin) -> Incident:
        """Raises NotAllowed, UnknownIncident, Conflict while it is open, Invalid where there is none, and TryAgain."""
        self._responders.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            known = await claim(uow, origin, number, now=now)
            if known is not None:
                return await uow.incidents.by_number(known)
            incident = await uow.incidents.by_number(number, lock=True)
            dedicated = await uow.dedicated_channels.of_incident(number)
            if dedicated is None or dedicated.channel is None or dedicated.archived_at is not None:
                raise Invalid(
                    say("{reference} has no channel of its own that could be archived.", reference=incident.reference)
                )
            if incident.is_open and incident.cancellation is None:
                raise Conflict(
                    say(
                        "{reference} is open: its channel is archived after it is resolved.",
                        reference=incident.reference,
                    )
                )
            await uow.dedicated_channels.archived(number, now=now)
            await uow.announcements.close(number, dedicated.channel)
            await owe(uow, ArchiveChannel(incident=number), channel=dedicated.channel, now=now)
            for announcement in await uow.announcements.of_incident(number):
                await owe(uow, EditAnnouncement(incident=number), channel=announcement.channel, now=now)
            await note_act(uow, "archive channel", incident=incident, actor=actor, origin=origin, now=now)
        return incident


async def ask_for_channel(
    uow: UnitOfWork, incident: Incident, actor: Actor, *, is_private: bool, now: datetime
) -> None:
    wanted = DedicatedChannel(incident_number=incident.number, is_private=is_private, requested_by=actor.slack_id)
    await uow.dedicated_channels.ask(wanted)
    # There is no channel yet, so the stream is the incident's own.
    await owe(uow, MakeChannel(incident=incident.number), channel=incident.reference, now=now)


async def furnish_channel(uow: UnitOfWork, incident: Incident, *, now: datetime) -> None:
    """Owe the incident's own channel, if it has one, what follows from a change: topic, bookmark, the lead in it."""
    dedicated = await uow.dedicated_channels.of_incident(incident.number)
    if dedicated is not None and dedicated.channel is not None and dedicated.archived_at is None:
        await owe(uow, FurnishChannel(incident=incident.number), channel=dedicated.channel, now=now)


async def channel_was_made(uow: UnitOfWork, incident: Incident, channel: str, *, now: datetime) -> None:
    """It is announced there, too, its thread begins with the last update, and the other announcements name it."""
    await uow.dedicated_channels.made(incident.number, channel)
    others = await uow.announcements.of_incident(incident.number)
    await announce_in(uow, incident, channel, now=now)
    update = incident.last_update.id
    await uow.replies.add(
        Reply(
            update_id=update,
            channel=channel,
            page_id=incident.page_id,
            revision=incident.revision,
            on_page_at=await _on_page_at(uow, incident),
        )
    )
    await owe(uow, PostReply(incident=incident.number, update=update, broadcast=False), channel=channel, now=now)
    await owe(uow, FurnishChannel(incident=incident.number), channel=channel, now=now)
    for announcement in others:
        await owe(uow, EditAnnouncement(incident=incident.number), channel=announcement.channel, now=now)


async def _on_page_at(uow: UnitOfWork, incident: Incident) -> datetime | None:
    """When the last target got it; None while one is behind, which tells the replies by itself once it is not."""
    # Locked: else the last target could come to it between this look and our reply, and nobody would tell the reply.
    publications = await uow.publications.of_page(incident.page_id, lock=True)
    if any(each.revision < incident.revision for each in publications):
        return None
    return max((each.published_at for each in publications if each.published_at is not None), default=None)


async def announce_in(uow: UnitOfWork, incident: Incident, channel: str, *, now: datetime) -> None:
    """Owe the channel an announcement of its own; from then on it is told all that happens."""
    await uow.announcements.add(incident.number, channel)
    await owe(uow, Announce(incident=incident.number), channel=channel, now=now)
