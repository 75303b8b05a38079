"""A spell: how long an incident gave a component a status that is worth telling; what uptime is counted from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.incident import Impact, Incident, IncidentStatus, Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Without a component it is one of the whole page, without an end it goes on."""

    component_id: ComponentId | None
    status: ComponentStatus
    started_at: datetime
    ended_at: datetime | None


def spells_of(incident: Incident) -> frozenset[Spell]:
    """What the public may know of; the first update holds since the incident started, as far as anybody knows.

    A page-wide incident changes no component, but a critical one is an outage of them all.
    """
    if not incident.is_public:
        return frozenset()
    updates = incident.public_updates
    moments = [min(incident.started_at, updates[0].created_at), *(each.created_at for each in updates[1:])]
    ends: list[datetime | None] = [*moments[1:], None]
    held: dict[ComponentId | None, list[Spell]] = {}
    for update, started_at, ended_at in zip(updates, moments, ends, strict=True):
        for component_id, status in _held_by(update, incident.impact):
            before = held.setdefault(component_id, [])
            if before and before[-1].status is status and before[-1].ended_at == started_at:
                started_at_first = before.pop().started_at
            else:
                started_at_first = started_at
            before.append(
                Spell(component_id=component_id, status=status, started_at=started_at_first, ended_at=ended_at)
            )
    return frozenset(spell for spells in held.values() for spell in spells if spell.ended_at != spell.started_at)


def _held_by(update: Update, impact: Impact) -> Iterator[tuple[ComponentId | None, ComponentStatus]]:
    if update.status is IncidentStatus.RESOLVED:
        return
    if not update.components and impact is Impact.CRITICAL:
        yield None, ComponentStatus.MAJOR_OUTAGE
    for component_id, status in update.components.items():
        if status is not ComponentStatus.OPERATIONAL:
            yield component_id, status


def differ_from(before: Collection[Spell], after: Collection[Spell]) -> datetime | None:
    """The first moment that the two tell differently; None if there is none."""
    lone = sorted(set(before) ^ set(after), key=lambda spell: (spell.component_id or "", spell.started_at))
    moments = [spell.started_at for spell in lone]
    for one, other in pairwise(lone):
        same_beginning = (one.component_id, one.status, one.started_at) == (
            other.component_id,
            other.status,
            other.started_at,
        )
        if same_beginning:
            # Only its end has moved: what was before both ends stays as it was told.
            moments.remove(one.started_at)
            moments.remove(other.started_at)
            moments.append(min(each.ended_at for each in (one, other) if each.ended_at is not None))
    return min(moments, default=None)
