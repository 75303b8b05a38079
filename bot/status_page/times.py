"""How the page writes moments: in its own zone and with the zone's name for people, in UTC for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from math import floor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval

_LOCALE = "en"


def timestamp(moment: datetime) -> str:
    """`2026-11-23T03:28:00.000Z`: always with milliseconds, which some of the API's clients insist on."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rfc2822(moment: datetime) -> str:
    """`Mon, 23 Nov 2026 03:28:00 GMT`, as RSS has it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def month_title(month: str) -> str:
    """`November 2026` for `2026-11`."""
    return format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale=_LOCALE)


def percent(share: float) -> str:
    """`99.98 %`, never rounded up: 100 % is said of what had no outage at all."""
    return f"{floor(share * 10_000) / 100:.2f} %" if share < 1 else "100 %"


class Local(NamedTuple):
    """The pieces of a moment in the page's zone."""

    month: str
    day: int
    year: int
    clock: str
    zone: str


@dataclass(frozen=True, slots=True)
class Times:
    zone: ZoneInfo

    def local(self, moment: datetime) -> Local:
        local = moment.astimezone(self.zone)
        month = format_date(local.date(), "MMM", locale=_LOCALE)
        return Local(month, local.day, local.year, f"{local:%H:%M}", _zone_name(local))

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def day(self, day: date) -> str:
        """`Monday, November 23`"""
        return format_date(day, "EEEE, MMMM d", locale=_LOCALE)

    def days(self, first: date, count: int) -> str:
        """`Nov 3` or `Nov 3 – 5`"""
        last = first + timedelta(days=count - 1)
        return str(format_interval(first, last, "MMMd", locale=_LOCALE))

    def clock(self, moment: datetime) -> str:
        """`14:02 CET`, where the day is told nearby."""
        local = self.local(moment)
        return f"{local.clock} {local.zone}"

    def moment(self, moment: datetime) -> str:
        """`Nov 23, 14:02 CET`, where the year is told nearby."""
        local = self.local(moment)
        return f"{local.month} {local.day}, {local.clock} {local.zone}"

    def full(self, moment: datetime) -> str:
        """`Nov 23, 2026, 14:02 CET`"""
        local = self.local(moment)
        return f"{local.month} {local.day}, {local.year}, {local.clock} {local.zone}"


def _zone_name(local: datetime) -> str:
    # Zones without an abbreviation have an offset as their name; `14:02 +03` would read like a sum.
    name = local.tzname() or ""
    return f"UTC{name}" if name.startswith(("+", "-")) else name
