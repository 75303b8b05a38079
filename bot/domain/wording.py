"""The words that people read for the domain's values, in Slack, on the command line and on the page."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact, IncidentStatus

INCIDENT_STATUS = {
    IncidentStatus.INVESTIGATING: "Investigating",
    IncidentStatus.IDENTIFIED: "Identified",
    IncidentStatus.MONITORING: "Monitoring",
    IncidentStatus.RESOLVED: "Resolved",
}

COMPONENT_STATUS = {
    ComponentStatus.OPERATIONAL: "Operational",
    ComponentStatus.UNDER_MAINTENANCE: "Under maintenance",
    ComponentStatus.DEGRADED_PERFORMANCE: "Degraded performance",
    ComponentStatus.PARTIAL_OUTAGE: "Partial outage",
    ComponentStatus.MAJOR_OUTAGE: "Major outage",
}

IMPACT = {
    Impact.NONE: "None",
    Impact.MAINTENANCE: "Maintenance",
    Impact.MINOR: "Minor",
    Impact.MAJOR: "Major",
    Impact.CRITICAL: "Critical",
}


def duration(length: timedelta) -> str:
    """`2 h 5 min`: the two largest units, rounded down; `less than a minute` below one."""
    minutes = max(0, int(length.total_seconds())) // 60
    days, minutes_of_day = divmod(minutes, 24 * 60)
    hours, minutes_of_hour = divmod(minutes_of_day, 60)
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes_of_hour} min" if minutes_of_hour else f"{hours} h"
    return f"{minutes_of_hour} min" if minutes_of_hour else "less than a minute"
