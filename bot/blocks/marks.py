"""The pictures that stand beside a status; the word is always there, too."""

from __future__ import annotations

from bot.domain.component import ComponentStatus
from bot.domain.incident import Incident, IncidentStatus

STATUS_MARK = {
    IncidentStatus.INVESTIGATING: "🔴",
    IncidentStatus.IDENTIFIED: "🟠",
    IncidentStatus.MONITORING: "🔵",
    IncidentStatus.RESOLVED: "✅",
}

COMPONENT_MARK = {
    ComponentStatus.OPERATIONAL: "🟢",
    ComponentStatus.UNDER_MAINTENANCE: "🔧",
    ComponentStatus.DEGRADED_PERFORMANCE: "🟡",
    ComponentStatus.PARTIAL_OUTAGE: "🟠",
    ComponentStatus.MAJOR_OUTAGE: "🔴",
}


def mark(incident: Incident) -> str:
    return "🚫" if incident.cancellation is not None else STATUS_MARK[incident.status]
