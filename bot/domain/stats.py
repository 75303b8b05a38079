"""How many incidents there were, and how long people waited."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.incident import Impact, Incident, IncidentStatus
from bot.domain.postmortem import time_to
from bot.domain.state import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    median: timedelta
    p90: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """`counts` by page and impact; spreads are None where nothing was to be measured."""

    days: int
    counts: tuple[tuple[str, Impact, int], ...]
    to_first_update: Spread | None
    to_resolve: Spread | None

    @property
    def total(self) -> int:
        return sum(count for _, _, count in self.counts)


def stats(found: Sequence[Found], *, days: int) -> Stats:
    """Of these incidents; those that were cancelled do not count."""
    real = [each for each in found if each.incident.cancellation is None]
    counted = Counter((each.page.name, each.incident.impact) for each in real)
    ordered = sorted(counted.items(), key=lambda item: (item[0][0], -item[0][1].badness))
    incidents = [each.incident for each in real]
    return Stats(
        days=days,
        counts=tuple((page, impact, count) for (page, impact), count in ordered),
        to_first_update=_spread(_to_first_update(incident) for incident in incidents),
        to_resolve=_spread(time_to(incident, IncidentStatus.RESOLVED) for incident in incidents),
    )


def _to_first_update(incident: Incident) -> timedelta | None:
    """From its start until the public first read of it."""
    return None if incident.public_at is None else max(incident.public_at - incident.started_at, timedelta(0))


def _spread(lengths: Iterable[timedelta | None]) -> Spread | None:
    seconds = sorted(length.total_seconds() for length in lengths if length is not None)
    if not seconds:
        return None
    p90 = seconds[0] if len(seconds) == 1 else statistics.quantiles(seconds, n=10, method="inclusive")[8]
    return Spread(median=timedelta(seconds=statistics.median(seconds)), p90=timedelta(seconds=p90))
