"""What correcting, retracting, editing and cancelling have in common: lock, ask the domain, save, owe Slack edits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.incident import Author, Incident, UpdateId
from bot.domain.page import Page
from bot.domain.public_words import USUAL_WORDS, PublicWords
from bot.use_cases.actor import Actor, Responders
from bot.use_cases.audit import note_act
from bot.use_cases.claims import claim
from bot.use_cases.clock import Clock
from bot.use_cases.dedicated_channels import furnish_channel
from bot.use_cases.effects import EditAnnouncement, EditReply, owe
from bot.use_cases.origin import Origin
from bot.use_cases.publicity import month_of, revision_of
from storage.database import Database
from storage.unit_of_work import UnitOfWork

Amendment = Callable[[Incident, Author, datetime], Incident]
Check = Callable[[UnitOfWork, Page, Incident], Awaitable[None]]


class AmendIncident:
    def __init__(
        self, database: Database, clock: Clock, responders: Responders, *, words: PublicWords = USUAL_WORDS
    ) -> None:
        self._database = database
        self._clock = clock
        self._responders = responders
        self._words = words

    async def _amend(
        self,
        act: str,
        number: int,
        amendment: Amendment,
        *,
        actor: Actor,
        origin: Origin,
        details: Mapping[str, Any],
        check: Check | None = None,
    ) -> Incident:
        """`check` raises what only the rest of the record can tell.

        Raises what it and the amendment raise, and NotAllowed, UnknownIncident, AlreadySubmitted and TryAgain.
        """
        self._responders.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            known = await claim(uow, origin, number, now=now)
            if known is not None:
                return await uow.incidents.by_number(known)
            before = await uow.incidents.by_number(number, lock=True)
            page = await uow.pages.get(before.page_id)
            if check is not None:
                await check(uow, page, before)
            changed = amendment(before, actor.author, now)
            revision = await revision_of(uow, page, changed, now=now, before=before.is_public)
            incident = replace(changed, revision=revision)
            await uow.incidents.save(incident, month=month_of(page, incident))
            if before.is_open and not incident.is_open:
                await uow.nudges.plan(incident.number, incident.last_update.id, [])
            await _owe_edits(uow, before, incident, now=now)
            await note_act(uow, act, incident=incident, actor=actor, origin=origin, now=now, details=details)
        return incident


async def _owe_edits(uow: UnitOfWork, before: Incident, after: Incident, *, now: datetime) -> None:
    """The replies whose text is another one now, and the announcement."""
    texts = {update.id: update.message for update in before.updates}
    changed: list[UpdateId] = [update.id for update in after.updates if texts[update.id] != update.message]
    for announcement in await uow.announcements.of_incident(after.number):
        for update_id in changed:
            edit = EditReply(incident=after.number, update=update_id)
            await owe(uow, edit, channel=announcement.channel, now=now)
        await owe(uow, EditAnnouncement(incident=after.number), channel=announcement.channel, now=now)
    await furnish_channel(uow, after, now=now)
