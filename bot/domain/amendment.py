"""Set right what was wrong: the record keeps what stood before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from bot.domain.errors import Invalid, IsWithdrawn, UnknownUpdate
from bot.domain.incident import (
    Author,
    Cancellation,
    ComponentStatuses,
    Correction,
    Impact,
    Incident,
    Update,
)
from bot.domain.text import valid_message, valid_reason, valid_title
from bot.domain.texts import say

WITHDRAWN = "This update was withdrawn."


def correct(incident: Incident, *, position: int, message: str, author: Author, now: datetime) -> Incident:
    """The incident with another text in that update. Raises Invalid, UnknownUpdate, IsWithdrawn and IsCancelled."""
    text = valid_message(message)

    def corrected(update: Update) -> Update:
        if text == update.message:
            raise Invalid(say("This is what the update says already. Change its text, or leave it."), field="message")
        return _changed(update, text, author=author, now=now)

    return _with(incident, position, corrected)


def retract(incident: Incident, *, position: int, author: Author, now: datetime) -> Incident:
    """The incident with that update's text taken back. Raises UnknownUpdate, IsWithdrawn and IsCancelled."""
    return _with(
        incident,
        position,
        lambda update: replace(_changed(update, WITHDRAWN, author=author, now=now), is_withdrawn=True),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is None stays; `components` given are all that are affected, since the last update."""

    title: str | None = None
    started_at: datetime | None = None
    components: ComponentStatuses | None = None
    impact_override: Impact | None = None
    """Always given: an impact of None follows from the components."""


def editable(incident: Incident) -> Mapping[str, object]:
    """What an edit may change, as a form shows it: a time to the minute."""
    return {
        "title": incident.title,
        "started_at": to_the_minute(incident.started_at),
        "components": incident.components,
        "impact": incident.impact_override,
    }


def to_the_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def edit(incident: Incident, change: Edit, *, now: datetime) -> Incident:
    """Raises Invalid for what can't be, and IsCancelled."""
    incident.require_not_cancelled()
    started_at = change.started_at or incident.started_at
    if started_at > min(now, incident.resolved_at or now):
        raise Invalid(say("It can't have started after it was resolved, nor in the future."), field="started_at")
    updates = incident.updates
    if change.components is not None:
        if not incident.is_open:
            raise Invalid(
                say("{reference} is resolved: it affects no component any more.", reference=incident.reference),
                field="components",
            )
        last = replace(incident.last_update, components=MappingProxyType(dict(change.components)))
        updates = (*incident.updates[:-1], last)
    return replace(
        incident,
        title=incident.title if change.title is None else valid_title(change.title),
        started_at=started_at,
        updates=updates,
        impact_override=change.impact_override,
    )


def cancel(incident: Incident, *, reason: str, author: Author, now: datetime) -> Incident:
    """Raises Invalid without a reason, and IsCancelled."""
    incident.require_not_cancelled()
    return replace(incident, cancellation=Cancellation(reason=valid_reason(reason), author=author, at=now))


def _with(incident: Incident, position: int, change: Callable[[Update], Update]) -> Incident:
    incident.require_not_cancelled()
    if not 1 <= position <= len(incident.updates):
        raise UnknownUpdate(incident.reference, position, len(incident.updates))
    update = incident.updates[position - 1]
    if update.is_withdrawn:
        raise IsWithdrawn(incident.reference, position)
    updates = (*incident.updates[: position - 1], change(update), *incident.updates[position:])
    return replace(incident, updates=updates)


def _changed(update: Update, message: str, *, author: Author, now: datetime) -> Update:
    correction = Correction(message=update.message, author=author, at=now)
    return replace(update, message=message, corrections=(*update.corrections, correction))
