"""What went on day by day, as runs of days that are shown alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.component import ComponentStatus, worst
from bot.domain.uptime import UPTIME_DAYS, History, Weights, first_day, mean_uptime, worst_of_day
from bot.status_page.snapshot import BarView, RunView


class _Day(NamedTuple):
    status: ComponentStatus | None
    seconds: float


def bar_of(history: History, weights: Weights, zone: ZoneInfo) -> BarView:
    first = first_day(history.until, zone)
    return BarView(runs=_runs(first, _days(history, zone)), uptime=history.uptime(weights))


def bar_of_group(histories: Sequence[History], weights: Weights, zone: ZoneInfo) -> BarView:
    """The worst of each day, and the mean of the uptimes."""
    first = first_day(histories[0].until, zone)
    columns = zip(*(_days(history, zone) for history in histories), strict=True)
    days = [
        _Day(worst(known) if known else None, max(day.seconds for day in column))
        for column in columns
        for known in [[day.status for day in column if day.status is not None]]
    ]
    return BarView(runs=_runs(first, days), uptime=mean_uptime(history.uptime(weights) for history in histories))


def _days(history: History, zone: ZoneInfo) -> Sequence[_Day]:
    first = first_day(history.until, zone)
    known_since = history.since.astimezone(zone).date()
    return [
        _Day(None, 0) if day < known_since else _day(history.days, day)
        for day in (first + timedelta(days=offset) for offset in range(UPTIME_DAYS))
    ]


def _day(days: Mapping[date, Mapping[ComponentStatus, float]], day: date) -> _Day:
    lengths = days.get(day, {})
    return _Day(worst_of_day(lengths), sum(lengths.values()))


def _runs(first: date, days: Sequence[_Day]) -> tuple[RunView, ...]:
    runs: list[RunView] = []
    for status, alike in groupby(days, key=lambda day: day.status):
        members = list(alike)
        runs.append(
            RunView(first=first, days=len(members), status=status, seconds=round(sum(day.seconds for day in members)))
        )
        first += timedelta(days=len(members))
    return tuple(runs)
