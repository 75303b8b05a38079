"""Who else is writing about an incident right now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.incident import Incident

#: Whoever has not sent a form by then has most likely left it.
KEPT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    view_id: str
    incident_number: int
    slack_id: str
    opened_at: datetime


def drafting(forms: Iterable[OpenForm], incident: Incident, *, besides: str, now: datetime) -> tuple[OpenForm, ...]:
    """Each person's newest form, the newest first: not one's own, not a forgotten one, nor one that was sent."""
    newest = {form.slack_id: form for form in sorted(forms, key=lambda form: form.opened_at)}
    return tuple(
        form
        for form in sorted(newest.values(), key=lambda form: form.opened_at, reverse=True)
        if form.slack_id != besides and now - form.opened_at < KEPT and not _was_sent(form, incident)
    )


def _was_sent(form: OpenForm, incident: Incident) -> bool:
    """Slack tells when a form is closed, and not when one that was sent closes by that."""
    return any(each.author.slack_id == form.slack_id and each.created_at >= form.opened_at for each in incident.updates)
