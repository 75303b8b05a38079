"""What a form holds at a moment: filled in beforehand, typed or chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.incident import NO_COMPONENTS, ComponentStatuses, Impact, Incident, IncidentStatus

#: A view holds 100 blocks, and nobody sets more selects than these one by one.
SELECTS_LIMIT = 40
DEFAULT_STATUS = ComponentStatus.DEGRADED_PERFORMANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """`component_statuses` are those that have a select of their own; `status_of_all` is the one select's for many."""

    title: str = ""
    message: str = ""
    status: IncidentStatus | None = None
    components: tuple[ComponentId, ...] = ()
    component_statuses: ComponentStatuses = field(default_factory=dict)
    status_of_all: ComponentStatus | None = None
    impact: Impact | None = None
    reopen: bool = False
    publish: bool = True
    own_channel: bool = False
    next_update_in: timedelta | None = None
    update: int | None = None
    reason: str = ""
    resolution: str = ""
    started_at: datetime | None = None
    resolved_at: datetime | None = None

    @property
    def are_many(self) -> bool:
        """Too many components for a select each."""
        return len(self.components) > SELECTS_LIMIT

    def status_of(self, component: ComponentId, before: ComponentStatuses = NO_COMPONENTS) -> ComponentStatus:
        """What was chosen, else what it was `before`, else the default."""
        chosen = self.status_of_all if self.are_many else self.component_statuses.get(component)
        return chosen or before.get(component) or DEFAULT_STATUS

    def affected(self, before: ComponentStatuses = NO_COMPONENTS) -> ComponentStatuses:
        """Every chosen component with its status; the select of a component that was taken out again counts no more."""
        return {component: self.status_of(component, before) for component in self.components}


def filled_components(incident: Incident) -> ComponentStatuses:
    """What a form shows beforehand: of a resolved incident, what reopening it brings back."""
    return incident.components if incident.is_open else incident.components_before_resolution


def entries_of(incident: Incident, *, message: str = "", status: IncidentStatus | None = None) -> Entries:
    """A form for the incident as it stands, with the message and the status that were typed already."""
    components = filled_components(incident)
    return Entries(
        message=message,
        status=status or incident.status,
        components=tuple(components),
        component_statuses=components,
        impact=incident.impact_override,
    )
