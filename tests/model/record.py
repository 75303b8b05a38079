"""The model: what the record must hold, and what the page must show of it, by the rules as DESIGN.md words them.

It shares no code with the domain: what both get wrong, both would agree on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

COMPONENTS = ("API", "Website", "Mail")
OPEN_STATUSES = ("investigating", "identified", "monitoring")
RESOLVED = "resolved"
OPERATIONAL = "operational"
BADNESS = (OPERATIONAL, "under_maintenance", "degraded_performance", "partial_outage", "major_outage")
WITHDRAWN = "This update was withdrawn."
HISTORY = timedelta(days=7)

_IMPACTS = ("none", "maintenance", "minor", "major", "critical")
_IMPACT_OF = dict(zip(BADNESS, ("none", "none", "minor", "major", "critical"), strict=True))

Statuses = dict[str, str]
"""Of components, by name."""


@dataclass(slots=True, eq=False)
class Update:
    text: str
    status: str
    components: Statuses
    at: datetime
    is_internal: bool = False
    is_corrected: bool = False
    is_withdrawn: bool = False


@dataclass(slots=True)
class Incident:
    number: int
    title: str
    updates: list[Update]
    is_cancelled: bool = False
    lead: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def last(self) -> Update:
        return self.updates[-1]

    @property
    def is_open(self) -> bool:
        return self.last.status != RESOLVED and not self.is_cancelled

    @property
    def is_internal(self) -> bool:
        return all(update.is_internal for update in self.updates)

    @property
    def is_public(self) -> bool:
        return not self.is_internal and not self.is_cancelled

    @property
    def public_updates(self) -> list[Update]:
        return [update for update in self.updates if not update.is_internal]

    @property
    def resolved_at(self) -> datetime:
        """Of one that is resolved: updates that leave it so do not move this."""
        first = len(self.updates)
        while first and self.updates[first - 1].status == RESOLVED:
            first -= 1
        return self.updates[first].at

    @property
    def held(self) -> Statuses:
        """As they are, or as reopening would restore them."""
        return next((update.components for update in reversed(self.updates) if update.status != RESOLVED), {})

    @property
    def impact(self) -> str:
        """The worst that it has reached, in public where it is public."""
        reached = [_impact_of(update.components) for update in self.public_updates or self.updates]
        return max(reached, key=_IMPACTS.index)


@dataclass(slots=True)
class Record:
    incidents: list[Incident] = field(default_factory=list)
    withdrawn_words: set[str] = field(default_factory=set)
    """Of titles and messages that nobody may read any more."""

    def declare(
        self, title: str, text: str, *, status: str, components: Statuses, is_internal: bool, at: datetime
    ) -> Incident:
        incident = Incident(number=len(self.incidents) + 1, title=title, updates=[])
        self.post(incident, text, status=status, components=components, is_internal=is_internal, at=at)
        self.incidents.append(incident)
        return incident

    def post(
        self,
        incident: Incident,
        text: str,
        *,
        at: datetime,
        status: str | None = None,
        components: Statuses | None = None,
        is_internal: bool | None = None,
    ) -> None:
        """What is not given stays as it is; reopening restores the components."""
        status = status or incident.last.status
        components = dict(incident.held if components is None else components)
        if status == RESOLVED:
            components = dict.fromkeys(components, OPERATIONAL)
        if is_internal is None:
            is_internal = incident.is_internal
        incident.updates.append(Update(text, status, components, at, is_internal))

    def correct(self, update: Update, text: str) -> None:
        self.withdrawn_words.add(update.text)
        update.text, update.is_corrected = text, True

    def edit(self, incident: Incident, title: str, components: Statuses | None) -> None:
        """Components are those of the last update from now on."""
        if title != incident.title:
            self.withdrawn_words.add(incident.title)
            incident.title = title
        if components is not None:
            incident.last.components = dict(components)

    def retract(self, update: Update) -> None:
        self.correct(update, WITHDRAWN)
        update.is_withdrawn = True

    @property
    def changeable(self) -> list[Incident]:
        return [each for each in self.incidents if not each.is_cancelled]

    @property
    def correctable(self) -> list[tuple[Incident, Update]]:
        """Every update that was not withdrawn."""
        return [(each, update) for each in self.incidents for update in each.updates if not update.is_withdrawn]

    @property
    def open(self) -> list[Incident]:
        """On the page, the newest first by its publication."""
        found = [each for each in self.incidents if each.is_open and each.is_public]
        return sorted(found, key=lambda each: each.public_updates[0].at, reverse=True)

    def recent(self, now: datetime) -> list[Incident]:
        """Resolved, and on the page still."""
        resolved = [each for each in self.incidents if each.is_public and not each.is_open]
        return [each for each in resolved if each.resolved_at + HISTORY > now]

    @property
    def shown(self) -> Statuses:
        """What each component shows: the worst of its statuses in all open incidents, else operational."""
        return {
            name: max((each.last.components.get(name, OPERATIONAL) for each in self.open), key=BADNESS.index)
            if self.open
            else OPERATIONAL
            for name in COMPONENTS
        }

    @property
    def headline(self) -> tuple[str, str]:
        """Its text and its indicator."""
        text, indicator = _headline_of(list(self.shown.values()))
        for incident in self.open:
            floor = "minor" if incident.last.components else max("minor", incident.impact, key=_IMPACTS.index)
            if _IMPACTS.index(floor) > _IMPACTS.index(indicator):
                text, indicator = _FLOORS[floor], floor
        return text, indicator

    @property
    def public_words(self) -> set[str]:
        """Titles and messages that the public may read."""
        return {word for each in self.incidents if each.is_public for word in _words(each, each.public_updates)}

    @property
    def words(self) -> Iterator[str]:
        for incident in self.incidents:
            yield from _words(incident, incident.updates)


_FLOORS = {"minor": "Minor Service Outage", "major": "Partial System Outage", "critical": "Major System Outage"}


def _headline_of(shown: list[str]) -> tuple[str, str]:
    major, partial, degraded = (
        shown.count(each) for each in ("major_outage", "partial_outage", "degraded_performance")
    )
    if major == len(shown):
        return "Major System Outage", "critical"
    if major or partial == len(shown):
        return "Partial System Outage", "major"
    if partial:
        return "Minor Service Outage", "minor"
    if degraded == len(shown):
        return "Degraded System Service", "minor"
    if degraded:
        return "Partially Degraded Service", "minor"
    if "under_maintenance" in shown:
        return "Service Under Maintenance", "maintenance"
    return "All Systems Operational", "none"


def _impact_of(components: Statuses) -> str:
    if not components:
        return "minor"
    return _IMPACT_OF[max(components.values(), key=BADNESS.index)]


def _words(incident: Incident, updates: list[Update]) -> Iterator[str]:
    yield incident.title
    for update in updates:
        if not update.is_withdrawn:
            yield update.text
