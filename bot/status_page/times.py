"""How the page writes moments and numbers: in its own zone and language for people, in UTC for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from math import floor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, get_datetime_format
from babel.numbers import format_percent

_ENGLISH = Locale("en")


def timestamp(moment: datetime) -> str:
    """`2026-11-23T03:28:00.000Z`: always with milliseconds, which some of the API's clients insist on."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rfc2822(moment: datetime) -> str:
    """`Mon, 23 Nov 2026 03:28:00 GMT`, as RSS has it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


class Local(NamedTuple):
    """The pieces of a moment in the page's zone, in English."""

    month: str
    day: int
    year: int
    clock: str
    zone: str


@dataclass(frozen=True, slots=True)
class Times:
    """Examples are those of English."""

    zone: ZoneInfo
    locale: Locale = _ENGLISH

    def local(self, moment: datetime) -> Local:
        local = moment.astimezone(self.zone)
        month = format_date(local.date(), "MMM", locale=_ENGLISH)
        return Local(month, local.day, local.year, f"{local:%H:%M}", _zone_name(local))

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def day(self, day: date) -> str:
        """`Monday, November 23, 2026`"""
        return str(format_date(day, "full", locale=self.locale))

    def days(self, first: date, count: int) -> str:
        """`Nov 3` or `Nov 3 – 5`"""
        return _interval(first, first + timedelta(days=count - 1), self.locale)

    def month(self, month: str) -> str:
        """`November 2026` for `2026-11`."""
        return _by_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), self.locale)

    def clock(self, moment: datetime) -> str:
        """`14:02 CET`, where the day is told nearby."""
        local = moment.astimezone(self.zone)
        return f"{local:%H:%M} {_zone_name(local)}"

    def moment(self, moment: datetime) -> str:
        """`Nov 23, 14:02 CET`, where the year is told nearby."""
        return self._with_clock("MMMd", moment)

    def full(self, moment: datetime) -> str:
        """`Nov 23, 2026, 14:02 CET`"""
        return self._with_clock("yMMMd", moment)

    def percent(self, share: float) -> str:
        """`99.98%`, never rounded up: all of it is said of what had no outage at all."""
        shown = share if share == 1 else floor(share * 10_000) / 10_000
        pattern = self.locale.percent_formats[None].pattern
        return str(format_percent(shown, pattern if share == 1 else pattern.replace("0", "0.00"), locale=self.locale))

    def whole_percent(self, percent: int) -> str:
        return str(format_percent(percent / 100, locale=self.locale))

    def _with_clock(self, skeleton: str, moment: datetime) -> str:
        day = _by_skeleton(skeleton, self.day_of(moment), self.locale)
        return _day_and_clock(self.locale).format(self.clock(moment), day)


# Remembered, because a page tells hundreds of moments, of few days.


@lru_cache(maxsize=4_096)
def _by_skeleton(skeleton: str, day: date, locale: Locale) -> str:
    return str(format_skeleton(skeleton, datetime(day.year, day.month, day.day), locale=locale))  # noqa: DTZ001


@lru_cache
def _day_and_clock(locale: Locale) -> str:
    """With `{0}` for the clock and `{1}` for the day."""
    return str(get_datetime_format("medium", locale=locale)).replace("'", "")


@lru_cache(maxsize=4_096)
def _interval(first: date, last: date, locale: Locale) -> str:
    return str(format_interval(first, last, "MMMd", locale=locale))


def _zone_name(local: datetime) -> str:
    # Zones without an abbreviation have an offset as their name; `14:02 +03` would read like a sum.
    name = local.tzname() or ""
    return f"UTC{name}" if name.startswith(("+", "-")) else name
