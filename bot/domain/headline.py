"""The one sentence at the top of a page (DESIGN.md §2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact, Incident, worst_impact


@dataclass(frozen=True, slots=True)
class Headline:
    text: str
    indicator: Impact


ALL_OPERATIONAL = Headline("All Systems Operational", Impact.NONE)

#: Nobody says any more how its components are.
RETIRED = Headline("This page is no longer updated", Impact.NONE)

_FLOORED = {
    Impact.MINOR: Headline("Minor Service Outage", Impact.MINOR),
    Impact.MAJOR: Headline("Partial System Outage", Impact.MAJOR),
    Impact.CRITICAL: Headline("Major System Outage", Impact.CRITICAL),
}


def headline(statuses: Collection[ComponentStatus], open_incidents: Iterable[Incident]) -> Headline:
    """The components' own headline, floored by the open incidents; on a tie the components' text stands."""
    own = of_components(statuses)
    floor = worst_impact(_floor(incident) for incident in open_incidents if incident.is_open and incident.is_public)
    return own if own.indicator.badness >= floor.badness else _FLOORED[floor]


def of_components(statuses: Collection[ComponentStatus]) -> Headline:
    def all_are(status: ComponentStatus) -> bool:
        return bool(statuses) and all(each is status for each in statuses)

    if all_are(ComponentStatus.MAJOR_OUTAGE):
        return Headline("Major System Outage", Impact.CRITICAL)
    if ComponentStatus.MAJOR_OUTAGE in statuses or all_are(ComponentStatus.PARTIAL_OUTAGE):
        return Headline("Partial System Outage", Impact.MAJOR)
    if ComponentStatus.PARTIAL_OUTAGE in statuses:
        return Headline("Minor Service Outage", Impact.MINOR)
    if all_are(ComponentStatus.DEGRADED_PERFORMANCE):
        return Headline("Degraded System Service", Impact.MINOR)
    if ComponentStatus.DEGRADED_PERFORMANCE in statuses:
        return Headline("Partially Degraded Service", Impact.MINOR)
    if ComponentStatus.UNDER_MAINTENANCE in statuses:
        return Headline("Service Under Maintenance", Impact.MAINTENANCE)
    return ALL_OPERATIONAL


def _floor(incident: Incident) -> Impact:
    return worst_impact((incident.impact, Impact.MINOR)) if incident.is_page_wide else Impact.MINOR
