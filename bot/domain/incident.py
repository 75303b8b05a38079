"""An incident and its updates: what may follow what, and what that does to components and impact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from bot.domain.component import ComponentId, ComponentStatus, PageId, worst
from bot.domain.errors import AlreadyResolved, Invalid, IsCancelled, NotResolved, ReopenNeedsConfirmation
from bot.domain.text import valid_message, valid_title
from bot.domain.texts import say

IncidentId = NewType("IncidentId", str)
UpdateId = NewType("UpdateId", str)

ComponentStatuses = Mapping[ComponentId, ComponentStatus]
NO_COMPONENTS: ComponentStatuses = MappingProxyType({})


class IncidentStatus(StrEnum):
    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"


class Impact(StrEnum):
    """In order of badness, as a headline ranks them."""

    NONE = "none"
    MAINTENANCE = "maintenance"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def badness(self) -> int:
        return _BADNESS[self]


_BADNESS = {impact: rank for rank, impact in enumerate(Impact)}

#: What a responder may choose; maintenance belongs to a maintenance window.
CHOOSABLE_IMPACTS = (Impact.NONE, Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)

_IMPACT_OF = {
    ComponentStatus.OPERATIONAL: Impact.NONE,
    ComponentStatus.UNDER_MAINTENANCE: Impact.NONE,
    ComponentStatus.DEGRADED_PERFORMANCE: Impact.MINOR,
    ComponentStatus.PARTIAL_OUTAGE: Impact.MAJOR,
    ComponentStatus.MAJOR_OUTAGE: Impact.CRITICAL,
}


def worst_impact(impacts: Iterable[Impact]) -> Impact:
    return max(impacts, key=lambda impact: impact.badness, default=Impact.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote an update. `slack_id` is None for the command line."""

    name: str
    slack_id: str | None = None


SYSTEM_AUTHOR = Author(name="Stormlamp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an update said before `author` changed or withdrew it."""

    message: str
    author: Author
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One message, the status that it sets and the status of every affected component after it.

    An internal one was posted before its incident was published, and never becomes public. `next_update_at` is when
    the next one was promised.
    """

    id: UpdateId
    position: int
    status: IncidentStatus
    message: str
    author: Author
    created_at: datetime
    components: ComponentStatuses
    is_internal: bool = False
    is_withdrawn: bool = False
    next_update_at: datetime | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def corrected_at(self) -> datetime | None:
        return self.corrections[-1].at if self.corrections else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """An incident that was declared by mistake: it leaves the public page and stays in the record."""

    reason: str
    author: Author
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """`updates` is never empty and stands in chronological order; `revision` is the page's at the last change.

    `created_at` is its declaration; `started_at` is when it began, as far as anybody knows. `lead_slack_id` is who
    leads the work on it; that is not public. `postmortem` is what was learnt, as the public reads it.
    """

    id: IncidentId
    number: int
    page_id: PageId
    title: str
    impact_override: Impact | None
    created_at: datetime
    started_at: datetime
    updates: tuple[Update, ...]
    cancellation: Cancellation | None = None
    lead_slack_id: str | None = None
    postmortem: str | None = None
    revision: int = 0

    @property
    def reference(self) -> str:
        return f"INC-{self.number}"

    @property
    def last_update(self) -> Update:
        return self.updates[-1]

    @property
    def status(self) -> IncidentStatus:
        return self.last_update.status

    @property
    def is_open(self) -> bool:
        return self.status is not IncidentStatus.RESOLVED and self.cancellation is None

    @property
    def is_internal(self) -> bool:
        """Whether it lives in Slack only, until somebody publishes it."""
        return all(update.is_internal for update in self.updates)

    @property
    def is_public(self) -> bool:
        return not self.is_internal and self.cancellation is None

    @property
    def public_updates(self) -> tuple[Update, ...]:
        return tuple(update for update in self.updates if not update.is_internal)

    @property
    def components(self) -> ComponentStatuses:
        """The affected components as the last update left them; all operational once resolved."""
        return self.last_update.components

    @property
    def is_page_wide(self) -> bool:
        return not self.components

    @property
    def impact(self) -> Impact:
        """What a responder set, else the worst that the incident has reached: it never falls by itself."""
        if self.impact_override is not None:
            return self.impact_override
        return worst_impact(impact_of(update.components) for update in self.public_updates or self.updates)

    @property
    def resolved_at(self) -> datetime | None:
        """When it was resolved; an update to a resolved incident that leaves it resolved does not move this."""
        resolved_at = None
        for update in reversed(self.updates):
            if update.status is not IncidentStatus.RESOLVED:
                break
            resolved_at = update.created_at
        return resolved_at

    @property
    def monitoring_at(self) -> datetime | None:
        return next((u.created_at for u in reversed(self.updates) if u.status is IncidentStatus.MONITORING), None)

    @property
    def updated_at(self) -> datetime:
        """When an update was last posted, corrected or withdrawn."""
        return max(update.corrected_at or update.created_at for update in self.updates)

    @property
    def duration(self) -> timedelta | None:
        return None if self.resolved_at is None else self.resolved_at - self.started_at

    @property
    def next_update_at(self) -> datetime | None:
        """When the next update was promised, if it was; whoever posts takes the promise back, or gives another one."""
        return self.last_update.next_update_at if self.is_open else None

    @property
    def public_at(self) -> datetime | None:
        """Since when the public knows of it: its declaration or its publication. None while it is internal."""
        updates = self.public_updates
        return updates[0].created_at if updates else None

    @property
    def as_public(self) -> Incident:
        """What the public may know of a public one: as if it had been declared when it was published."""
        updates = self.public_updates
        return replace(self, updates=updates, created_at=updates[0].created_at)

    @property
    def components_before_resolution(self) -> ComponentStatuses:
        """What reopening restores."""
        return next(
            (u.components for u in reversed(self.updates) if u.status is not IncidentStatus.RESOLVED), NO_COMPONENTS
        )

    def require_not_cancelled(self) -> None:
        """Raises IsCancelled."""
        if self.cancellation is not None:
            raise IsCancelled(self.reference)


def impact_of(components: ComponentStatuses) -> Impact:
    """Page-wide is minor; else degraded → minor, partial → major, major outage → critical (DESIGN.md §2)."""
    return _IMPACT_OF[worst(components.values())] if components else Impact.MINOR


def declare(
    *,
    id: IncidentId,
    update_id: UpdateId,
    number: int,
    page_id: PageId,
    title: str,
    message: str,
    status: IncidentStatus,
    components: ComponentStatuses,
    impact: Impact | None,
    author: Author,
    now: datetime,
    is_internal: bool = False,
    next_update_in: timedelta | None = None,
) -> Incident:
    """A new incident with its first update. Raises Invalid for a title, message or promise out of bounds."""
    first = Update(
        id=update_id,
        position=1,
        status=status,
        message=valid_message(message),
        author=author,
        created_at=now,
        components=_after(status, components),
        is_internal=is_internal,
        next_update_at=_promised(status, now, next_update_in),
    )
    return Incident(
        id=id,
        number=number,
        page_id=page_id,
        title=valid_title(title),
        impact_override=impact,
        created_at=now,
        started_at=now,
        updates=(first,),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUpdate:
    """An update that is yet to be posted.

    `status` and `components` of None leave what was there; `components` given are all that are affected from now on.
    With `publishes`, an internal incident is public from this update on.
    """

    id: UpdateId
    message: str
    status: IncidentStatus | None
    components: ComponentStatuses | None
    impact_override: Impact | None
    author: Author
    now: datetime
    publishes: bool = False
    next_update_in: timedelta | None = None


def post(incident: Incident, new: NewUpdate, *, reopen_confirmed: bool = False) -> Incident:
    """The incident with one more update.

    Raises Invalid for a message or promise out of bounds, IsCancelled, and ReopenNeedsConfirmation where it would
    reopen unasked.
    """
    incident.require_not_cancelled()
    status = new.status or incident.status
    reopens = incident.status is IncidentStatus.RESOLVED and status is not IncidentStatus.RESOLVED
    if reopens and not reopen_confirmed:
        raise ReopenNeedsConfirmation(incident.reference)
    components = new.components
    if components is None:
        components = incident.components_before_resolution if reopens else incident.components
    update = Update(
        id=new.id,
        position=incident.last_update.position + 1,
        status=status,
        message=valid_message(new.message),
        author=new.author,
        # A stepping clock must not put an update before the one that it follows.
        created_at=max(new.now, incident.last_update.created_at),
        components=_after(status, components),
        is_internal=incident.is_internal and not new.publishes,
        next_update_at=_promised(status, new.now, new.next_update_in),
    )
    return replace(incident, updates=(*incident.updates, update), impact_override=new.impact_override)


def resolve(incident: Incident, new: NewUpdate) -> Incident:
    """Raises AlreadyResolved where there is nothing to resolve, and IsCancelled."""
    incident.require_not_cancelled()
    if not incident.is_open:
        raise AlreadyResolved(incident.reference)
    return post(incident, replace(new, status=IncidentStatus.RESOLVED, components=None))


def reopen(incident: Incident, new: NewUpdate) -> Incident:
    """As investigating unless another status is given. Raises NotResolved where it is open, and IsCancelled."""
    if incident.is_open:
        raise NotResolved(incident.reference)
    status = new.status if new.status not in {None, IncidentStatus.RESOLVED} else IncidentStatus.INVESTIGATING
    return post(incident, replace(new, status=status), reopen_confirmed=True)


def shown_statuses(
    component_ids: Iterable[ComponentId], open_incidents: Iterable[Incident]
) -> dict[ComponentId, ComponentStatus]:
    """What each component shows: the worst of its statuses in all open incidents, else operational. Never stored.

    An internal incident holds nothing: the public must not see it in a component either.
    """
    held = [incident.components for incident in open_incidents if incident.is_open and incident.is_public]
    return {id: worst(components[id] for components in held if id in components) for id in component_ids}


def _after(status: IncidentStatus, components: ComponentStatuses) -> ComponentStatuses:
    if status is IncidentStatus.RESOLVED:
        return MappingProxyType(dict.fromkeys(components, ComponentStatus.OPERATIONAL))
    return MappingProxyType(dict(components))


def _promised(status: IncidentStatus, now: datetime, next_update_in: timedelta | None) -> datetime | None:
    if next_update_in is None or status is IncidentStatus.RESOLVED:
        return None
    if not timedelta(minutes=1) <= next_update_in <= timedelta(days=1):
        raise Invalid(say("The next update is promised for a minute to a day from now."), field="next_update")
    return now + next_update_in
