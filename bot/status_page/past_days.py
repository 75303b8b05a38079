"""The last days as the front page lists them: what was resolved on each, and that nothing happened where that is so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.status_page.snapshot import FrontPart, IncidentView
from bot.status_page.times import Times


class PastDays(NamedTuple):
    """A day with what was resolved on it, or days in a row without any incident."""

    first: date
    days: int
    resolved: Sequence[IncidentView]


def past_days(part: FrontPart, at: Times) -> list[PastDays]:
    """The latest first. A day on which an incident went on, but was not resolved, is not said to be without one."""
    today = at.day_of(part.page.updated_at)
    resolved: dict[date, list[IncidentView]] = {}
    for incident in part.recent_incidents:
        resolved.setdefault(at.day_of(incident.resolved_at or incident.updated_at), []).append(incident)
    since = max(today - timedelta(days=part.page.history_days - 1), at.day_of(part.page.created_at))
    empty = {since + timedelta(days=offset) for offset in range((today - since).days + 1)} - _disturbed(part, at, since)
    found: list[PastDays] = []
    for day in sorted(resolved.keys() | empty, reverse=True):
        if day in resolved:
            found.append(PastDays(day, 1, resolved[day]))
        elif found and not found[-1].resolved and found[-1].first == day + timedelta(days=1):
            found[-1] = PastDays(day, found[-1].days + 1, ())
        else:
            found.append(PastDays(day, 1, ()))
    return found


def _disturbed(part: FrontPart, at: Times, since: date) -> set[date]:
    """The days on which an incident went on."""
    days: set[date] = set()
    for incident in (*part.open_incidents, *part.recent_incidents):
        begin = max(since, at.day_of(min(incident.started_at, incident.created_at)))
        end = at.day_of(incident.resolved_at or part.page.updated_at)
        days |= {begin + timedelta(days=offset) for offset in range((end - begin).days + 1)}
    return days
