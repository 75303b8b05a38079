"""What went on day by day, as runs of days that are shown alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.component import ComponentStatus, worst
from bot.domain.uptime import UPTIME_DAYS, History, Weights, first_day, mean_uptime, worst_of_day
from bot.status_page.snapshot import BarView, RunView


class _Day(NamedTuple):
    status: ComponentStatus | None
    seconds: float


_UNKNOWN = _Day(None, 0)


def bar_of(history: History, weights: Weights, zone: ZoneInfo) -> BarView:
    first = first_day(history.until, zone)
    days = _quiet_days(first, _known_since(history, zone))
    if history.days:
        days = _with(days, first, _told(history, zone))
    return BarView(runs=_runs(first, days), uptime=history.uptime(weights))


def bar_of_group(histories: Sequence[History], weights: Weights, zone: ZoneInfo) -> BarView:
    """The worst of each day, and the mean of the uptimes."""
    first = first_day(histories[0].until, zone)
    days = _quiet_days(first, min(_known_since(history, zone) for history in histories))
    told = [each for history in histories for each in _told(history, zone)]
    if told:
        days = _with(days, first, told)
    return BarView(runs=_runs(first, days), uptime=mean_uptime(history.uptime(weights) for history in histories))


def _known_since(history: History, zone: ZoneInfo) -> date:
    return history.since.astimezone(zone).date()


@lru_cache(maxsize=256)
def _quiet_days(first: date, known_since: date) -> tuple[_Day, ...]:
    """Days on which nothing was, as nearly all days of nearly all components are."""
    unknown = min(UPTIME_DAYS, max(0, (known_since - first).days))
    return (_UNKNOWN,) * unknown + (_Day(worst_of_day({}), 0),) * (UPTIME_DAYS - unknown)


def _told(history: History, zone: ZoneInfo) -> list[tuple[date, _Day]]:
    known_since = _known_since(history, zone)
    return [
        (day, _Day(worst_of_day(lengths), sum(lengths.values())))
        for day, lengths in history.days.items()
        if day >= known_since
    ]


def _with(quiet: Sequence[_Day], first: date, told: Iterable[tuple[date, _Day]]) -> tuple[_Day, ...]:
    """Of what is told of a day twice, the worst counts."""
    days = list(quiet)
    for day, what in told:
        offset = (day - first).days
        if 0 <= offset < UPTIME_DAYS:
            known = [each for each in (days[offset].status, what.status) if each is not None]
            days[offset] = _Day(worst(known), max(days[offset].seconds, what.seconds))
    return tuple(days)


@lru_cache(maxsize=1024)
def _runs(first: date, days: tuple[_Day, ...]) -> tuple[RunView, ...]:
    runs: list[RunView] = []
    for status, alike in groupby(days, key=lambda day: day.status):
        members = list(alike)
        runs.append(
            RunView(first=first, days=len(members), status=status, seconds=round(sum(day.seconds for day in members)))
        )
        first += timedelta(days=len(members))
    return tuple(runs)
