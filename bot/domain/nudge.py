"""Reminders to the thread: a promise is about to be due, or nothing was said for too long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.incident import Impact, Incident, IncidentStatus

_BEFORE = timedelta(minutes=5)


class NudgeKind(StrEnum):
    SOON = "soon"
    """A promised update is due in five minutes."""
    DUE = "due"
    """It is due now."""
    QUIET = "quiet"
    """Nobody promised anything, and nothing was said for long."""
    RESOLVE = "resolve"
    """It has been watched for so long that it may be over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    kind: NudgeKind
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long an incident may be quiet where no update was promised; none for an impact that is not there."""

    by_impact: Mapping[Impact, timedelta] = field(
        default_factory=lambda: {
            Impact.CRITICAL: timedelta(minutes=30),
            Impact.MAJOR: timedelta(minutes=60),
            Impact.MINOR: timedelta(hours=4),
        }
    )
    monitoring: timedelta | None = timedelta(hours=24)


USUAL_PATIENCE = Patience()


def nudges_of(incident: Incident, patience: Patience) -> list[Nudge]:
    """What is to remind the thread from the last update on; nothing once it is over."""
    if not incident.is_open:
        return []
    since, promised_at = incident.last_update.created_at, incident.next_update_at
    if promised_at is not None:
        soon = Nudge(kind=NudgeKind.SOON, due_at=promised_at - _BEFORE)
        return [*([soon] if soon.due_at > since else []), Nudge(kind=NudgeKind.DUE, due_at=promised_at)]
    if incident.status is IncidentStatus.MONITORING:
        kind, quiet = NudgeKind.RESOLVE, patience.monitoring
    else:
        kind, quiet = NudgeKind.QUIET, patience.by_impact.get(incident.impact)
    return [] if quiet is None else [Nudge(kind=kind, due_at=since + quiet)]
