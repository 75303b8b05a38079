"""How well a component did: day by day in the page's zone, and as one number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.component import ComponentStatus, worst
from bot.domain.errors import Invalid
from bot.domain.spell import Spell
from bot.domain.texts import say

#: What a bar shows, today included.
UPTIME_DAYS = 90

#: Seconds in each status but operational, the worst of a moment counted alone.
Lengths = Mapping[ComponentStatus, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much of its length a status is held against uptime, in percent. Maintenance is announced: it never is."""

    major: int = 100
    partial: int = 30
    degraded: int = 0

    def lost(self, lengths: Lengths) -> float:
        """Seconds."""
        of = {
            ComponentStatus.MAJOR_OUTAGE: self.major,
            ComponentStatus.PARTIAL_OUTAGE: self.partial,
            ComponentStatus.DEGRADED_PERFORMANCE: self.degraded,
        }
        return sum(of.get(status, 0) * length for status, length in lengths.items()) / 100


USUAL_WEIGHTS = Weights()


def valid_weight(percent: int, *, of: str) -> int:
    if not 0 <= percent <= 100:
        raise Invalid(
            say("The weight of {of} is {percent}; it can be 0 to 100 percent.", of=of, percent=percent),
            field=f"{of}_weight",
        )
    return percent


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A component over the days that a bar shows; `since` is when it was first known, at the earliest the first day.

    `days` has those on which something was.
    """

    since: datetime
    until: datetime
    days: Mapping[date, Lengths] = field(default_factory=lambda: MappingProxyType({}))

    def uptime(self, weights: Weights = USUAL_WEIGHTS) -> float | None:
        """From 0 to 1; None where no time has passed yet."""
        length = (self.until - self.since).total_seconds()
        if length <= 0:
            return None
        lost = sum(weights.lost(lengths) for lengths in self.days.values())
        return min(1.0, max(0.0, 1 - lost / length))


def mean_uptime(uptimes: Iterable[float | None]) -> float | None:
    """Of a group: each of its components counts the same."""
    known = [each for each in uptimes if each is not None]
    return sum(known) / len(known) if known else None


def worst_of_day(lengths: Lengths) -> ComponentStatus:
    return worst(status for status, length in lengths.items() if length > 0)


def daily(spells: Iterable[Spell], *, since: datetime, until: datetime, zone: ZoneInfo) -> dict[date, Lengths]:
    """The days on which something was, each with the lengths; a spell that goes on is counted up to `until`."""
    days: dict[date, dict[ComponentStatus, float]] = {}
    for start, end, status in _stretches(spells, since=since, until=until):
        for day, length in _by_day(start, end, zone):
            lengths = days.setdefault(day, {})
            lengths[status] = lengths.get(status, 0.0) + length
    return dict(days)


def day_begins_at(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def first_day(until: datetime, zone: ZoneInfo) -> date:
    """Of a bar that ends with the day of `until`."""
    return until.astimezone(zone).date() - timedelta(days=UPTIME_DAYS - 1)


def _stretches(
    spells: Iterable[Spell], *, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, ComponentStatus]]:
    """The time in between, cut wherever a spell begins or ends, each piece with the worst status of its moments."""
    clipped = [
        (max(spell.started_at, since), min(spell.ended_at or until, until), spell.status)
        for spell in spells
        if spell.started_at < until and (spell.ended_at or until) > since
    ]
    begins: dict[datetime, list[ComponentStatus]] = {}
    ends: dict[datetime, list[ComponentStatus]] = {}
    for start, end, status in clipped:
        begins.setdefault(start, []).append(status)
        ends.setdefault(end, []).append(status)
    running: list[ComponentStatus] = []
    for moment, following in pairwise(sorted(begins.keys() | ends.keys())):
        running += begins.get(moment, ())
        for status in ends.get(moment, ()):
            running.remove(status)
        if running:
            yield moment, following, worst(running)


def _by_day(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[date, float]]:
    while start < end:
        day = start.astimezone(zone).date()
        stop = min(end, day_begins_at(day + timedelta(days=1), zone))
        yield day, (stop - start).total_seconds()
        start = stop


def in_one(days: Collection[Lengths]) -> Lengths:
    """The sum, for a run of days."""
    total: dict[ComponentStatus, float] = {}
    for lengths in days:
        for status, length in lengths.items():
            total[status] = total.get(status, 0.0) + length
    return total
