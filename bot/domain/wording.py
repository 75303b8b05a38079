"""The words that people read for the domain's values, in Slack, on the command line and on the page."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact, IncidentStatus
from bot.domain.texts import later, say

INCIDENT_STATUS = {
    IncidentStatus.INVESTIGATING: later("Investigating"),
    IncidentStatus.IDENTIFIED: later("Identified"),
    IncidentStatus.MONITORING: later("Monitoring"),
    IncidentStatus.RESOLVED: later("Resolved"),
}

COMPONENT_STATUS = {
    ComponentStatus.OPERATIONAL: later("Operational"),
    ComponentStatus.UNDER_MAINTENANCE: later("Under maintenance"),
    ComponentStatus.DEGRADED_PERFORMANCE: later("Degraded performance"),
    ComponentStatus.PARTIAL_OUTAGE: later("Partial outage"),
    ComponentStatus.MAJOR_OUTAGE: later("Major outage"),
}

IMPACT = {
    Impact.NONE: later("None"),
    Impact.MAINTENANCE: later("Maintenance"),
    Impact.MINOR: later("Minor"),
    Impact.MAJOR: later("Major"),
    Impact.CRITICAL: later("Critical"),
}


def duration(length: timedelta) -> str:
    """`2 h 5 min`: the two largest units, rounded down; `less than a minute` below one."""
    minutes = max(0, int(length.total_seconds())) // 60
    days, minutes_of_day = divmod(minutes, 24 * 60)
    hours, minutes_of_hour = divmod(minutes_of_day, 60)
    if days:
        return say("{days} d {hours} h", days=days, hours=hours) if hours else say("{days} d", days=days)
    if hours:
        return (
            say("{hours} h {minutes_of_hour} min", hours=hours, minutes_of_hour=minutes_of_hour)
            if minutes_of_hour
            else say("{hours} h", hours=hours)
        )
    return (
        say("{minutes_of_hour} min", minutes_of_hour=minutes_of_hour) if minutes_of_hour else say("less than a minute")
    )
