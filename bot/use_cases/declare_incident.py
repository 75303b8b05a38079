"""Declare an incident: it is in the record, on its page and owed to its channel, all at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.domain import incident as incidents
from bot.domain.component import PageId
from bot.domain.ids import new_id
from bot.domain.incident import ComponentStatuses, Impact, Incident, IncidentId, IncidentStatus, UpdateId
from bot.domain.nudge import USUAL_PATIENCE, Patience, nudges_of
from bot.domain.public_words import USUAL_WORDS, PublicWords
from bot.use_cases.actor import Actor, Responders
from bot.use_cases.audit import note_act
from bot.use_cases.claims import claim_new
from bot.use_cases.clock import Clock
from bot.use_cases.dedicated_channels import ask_for_channel
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import Origin
from bot.use_cases.publicity import month_of
from bot.use_cases.tell_slack import tell_slack
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """`components` left empty makes a page-wide incident; an `impact` of None follows from the components.

    An internal one lives in Slack only, until somebody publishes it. `confirmed_words`: a responder has looked at the
    words that are not meant for the public, and means them.
    """

    page_id: PageId
    title: str
    message: str
    status: IncidentStatus = IncidentStatus.INVESTIGATING
    components: ComponentStatuses = field(default_factory=dict)
    impact: Impact | None = None
    is_internal: bool = False
    opens_channel: bool = False
    next_update_in: timedelta | None = None
    confirmed_words: bool = False


class DeclareIncident:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        responders: Responders,
        *,
        patience: Patience = USUAL_PATIENCE,
        words: PublicWords = USUAL_WORDS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._responders = responders
        self._patience = patience
        self._words = words

    async def __call__(self, declaration: Declaration, *, actor: Actor, origin: Origin) -> Incident:
        """Raises NotAllowed, Invalid, UnfitWords, DeletedPage, RetiredPage, UnknownComponent, RetiredComponent,
        AlreadySubmitted and TryAgain.
        """
        self._responders.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            number, is_again = await claim_new(uow, origin, now=now)
            if is_again:
                return await uow.incidents.by_number(number)
            if declaration.is_internal:
                page = await uow.pages.get_kept(declaration.page_id)
            else:
                page = await uow.pages.advance_kept(declaration.page_id, now=now)
            if declaration.components:
                (await catalogue_of(uow, page.id)).require_live(declaration.components, page_name=page.name)
            declared = incidents.declare(
                id=IncidentId(new_id()),
                update_id=UpdateId(new_id()),
                number=number,
                page_id=page.id,
                title=declaration.title,
                message=declaration.message,
                status=declaration.status,
                components=declaration.components,
                impact=declaration.impact,
                author=actor.author,
                now=now,
                is_internal=declaration.is_internal,
                next_update_in=declaration.next_update_in,
            )
            if declared.is_public:
                self._words.require_fit(declaration.title, declaration.message, confirmed=declaration.confirmed_words)
            incident = replace(declared, revision=page.revision)
            await uow.incidents.add(incident, month=month_of(page, incident))
            if incident.is_public and incident.resolved_at is not None:
                await uow.pages.changes_at(page.id, page.leaves_front_at(incident.resolved_at))
            await uow.nudges.plan_first(incident.number, incident.last_update.id, nudges_of(incident, self._patience))
            await tell_slack(uow, incident, page, before=None, actor=actor, origin=origin, now=now)
            if declaration.opens_channel:
                await ask_for_channel(uow, incident, actor, is_private=False, now=now)
            await note_act(uow, "declare", incident=incident, actor=actor, origin=origin, now=now)
        return incident
