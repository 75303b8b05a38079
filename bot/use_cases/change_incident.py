"""What posting, resolving and reopening have in common: lock, ask the domain, save, owe Slack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from bot.domain.ids import new_id
from bot.domain.incident import ComponentStatuses, Impact, Incident, IncidentStatus, NewUpdate, UpdateId
from bot.domain.nudge import USUAL_PATIENCE, Patience, nudges_of
from bot.domain.overtaking import require_seen
from bot.domain.page import Page
from bot.domain.public_words import USUAL_WORDS, PublicWords
from bot.use_cases.actor import Actor, Responders
from bot.use_cases.audit import note_act
from bot.use_cases.claims import claim
from bot.use_cases.clock import Clock
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import Origin
from bot.use_cases.publicity import month_of, revision_of
from bot.use_cases.tell_slack import tell_slack
from storage.database import Database
from storage.unit_of_work import UnitOfWork


class Keep(Enum):
    """What was set before stays as it is."""

    KEEP = "keep"


KEEP = Keep.KEEP


def given_of(**values: object) -> dict[str, object]:
    """Those that are to be set."""
    return {name: value for name, value in values.items() if not isinstance(value, Keep)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An update as a responder wrote it, to the incident of that number.

    `status` and `components` of None leave what was there; `components` given are all that are affected from now on.
    An `impact` of None follows from the components again. With `publishes`, an internal incident becomes public.
    `seen` is the position of the last update that the responder knew of, None for whoever does not care.
    `confirmed_words`: a responder has looked at the words that are not meant for the public, and means them.
    """

    number: int
    message: str
    status: IncidentStatus | None = None
    components: ComponentStatuses | None = None
    impact: Impact | Keep | None = KEEP
    publishes: bool = False
    next_update_in: timedelta | None = None
    seen: int | None = None
    confirmed_words: bool = False


class ChangeIncident:
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

    async def _change(
        self,
        act: str,
        verb: Callable[[Incident, NewUpdate], Incident],
        draft: Draft,
        *,
        actor: Actor,
        origin: Origin,
    ) -> Incident:
        """`act` is the verb's name in the audit record.

        Raises what the verb raises, and RetiredPage for one that would be open again on such a page; Overtaken,
        UnfitWords, NotAllowed, Unknown…, AlreadySubmitted and TryAgain.
        """
        self._responders.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            known = await claim(uow, origin, draft.number, now=now)
            if known is not None:
                return await uow.incidents.by_number(known)
            before = await uow.incidents.by_number(draft.number, lock=True)
            page = await uow.pages.get(before.page_id)
            await require_components(uow, page, before, draft.components)
            new = NewUpdate(
                id=UpdateId(new_id()),
                message=draft.message,
                status=draft.status,
                components=draft.components,
                impact_override=before.impact_override if isinstance(draft.impact, Keep) else draft.impact,
                author=actor.author,
                now=now,
                publishes=draft.publishes,
                next_update_in=draft.next_update_in,
            )
            changed = verb(before, new)
            if changed.is_open and not before.is_open:
                page = await uow.pages.get_kept(page.id)
            require_seen(before, draft.seen, actor.author)
            if not changed.last_update.is_internal:
                title = [before.title] if draft.publishes else []
                self._words.require_fit(draft.message, *title, confirmed=draft.confirmed_words)
            incident = replace(changed, revision=await revision_of(uow, page, changed, now=now))
            await uow.incidents.save(incident, month=month_of(page, incident))
            if incident.is_public and incident.resolved_at is not None:
                await uow.pages.changes_at(page.id, page.leaves_front_at(incident.resolved_at))
            await uow.nudges.plan(incident.number, incident.last_update.id, nudges_of(incident, self._patience))
            await tell_slack(uow, incident, page, before=before.status, actor=actor, origin=origin, now=now)
            details = {
                "from": before.status.value,
                "to": incident.status.value,
                "update": incident.last_update.position,
            }
            await note_act(uow, act, incident=incident, actor=actor, origin=origin, now=now, details=details)
        return incident


async def require_components(
    uow: UnitOfWork, page: Page, incident: Incident, components: ComponentStatuses | None
) -> None:
    """A component that was retired since may stay in an incident that names it, and come into no other."""
    if components is None:
        return
    catalogue = await catalogue_of(uow, page.id)
    catalogue.require_live(components.keys() - incident.components.keys(), page_name=page.name)
