"""Backfill an incident of the past with its own times: it is in the history, and nobody is alarmed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import incident as incidents
from bot.domain.component import PageId
from bot.domain.errors import Invalid
from bot.domain.ids import new_id
from bot.domain.incident import (
    Author,
    ComponentStatuses,
    Impact,
    Incident,
    IncidentId,
    IncidentStatus,
    NewUpdate,
    UpdateId,
)
from bot.domain.public_words import USUAL_WORDS, PublicWords
from bot.domain.texts import say
from bot.use_cases.actor import Actor, Responders
from bot.use_cases.audit import note_act
from bot.use_cases.claims import claim_new
from bot.use_cases.clock import Clock
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import Origin
from bot.use_cases.publicity import month_of
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class PastIncident:
    """`message` is what there was to say when it began, `resolution` what there was at its end."""

    page_id: PageId
    title: str
    message: str
    resolution: str
    started_at: datetime
    resolved_at: datetime
    components: ComponentStatuses = field(default_factory=dict)
    impact: Impact | None = None
    confirmed_words: bool = False


class BackfillIncident:
    def __init__(
        self, database: Database, clock: Clock, responders: Responders, *, words: PublicWords = USUAL_WORDS
    ) -> None:
        self._database = database
        self._clock = clock
        self._responders = responders
        self._words = words

    async def __call__(self, past: PastIncident, *, actor: Actor, origin: Origin) -> Incident:
        """Raises NotAllowed, Invalid, UnfitWords, DeletedPage, RetiredPage, UnknownComponent, RetiredComponent,
        AlreadySubmitted and TryAgain.
        """
        self._responders.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            number, is_again = await claim_new(uow, origin, now=now)
            if is_again:
                return await uow.incidents.by_number(number)
            page = await uow.pages.advance_kept(past.page_id, now=now)
            if past.components:
                (await catalogue_of(uow, page.id)).require_live(past.components, page_name=page.name)
            over = finished(past, number=number, author=actor.author, now=now)
            self._words.require_fit(past.title, past.message, past.resolution, confirmed=past.confirmed_words)
            incident = replace(over, revision=page.revision)
            await uow.incidents.add(incident, month=month_of(page, incident))
            leaves_at = page.leaves_front_at(past.resolved_at)
            if leaves_at > now:
                await uow.pages.changes_at(page.id, leaves_at)
            await note_act(uow, "backfill", incident=incident, actor=actor, origin=origin, now=now)
        return incident


def finished(past: PastIncident, *, number: int, author: Author, now: datetime) -> Incident:
    """The incident that it makes. Raises Invalid."""
    if not past.started_at < past.resolved_at <= now:
        raise Invalid(
            say("A past incident ends after it began, and not in the future. Set both times."), field="resolved_at"
        )
    declared = incidents.declare(
        id=IncidentId(new_id()),
        update_id=UpdateId(new_id()),
        number=number,
        page_id=past.page_id,
        title=past.title,
        message=past.message,
        status=IncidentStatus.INVESTIGATING,
        components=past.components,
        impact=past.impact,
        author=author,
        now=past.started_at,
    )
    end = NewUpdate(
        id=UpdateId(new_id()),
        message=past.resolution,
        status=IncidentStatus.RESOLVED,
        components=None,
        impact_override=past.impact,
        author=author,
        now=past.resolved_at,
    )
    return incidents.resolve(declared, end)
