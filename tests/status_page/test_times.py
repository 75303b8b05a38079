from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.status_page.times import Times, timestamp


@pytest.mark.parametrize(
    ("zone", "moment", "written"),
    [
        ("UTC", "2026-11-23T14:02:59+00:00", "Nov 23, 2026, 14:02 UTC"),
        ("Europe/Berlin", "2026-10-25T00:30:00+00:00", "Oct 25, 2026, 02:30 CEST"),
        ("Europe/Berlin", "2026-10-25T01:30:00+00:00", "Oct 25, 2026, 02:30 CET"),
        ("America/New_York", "2026-01-01T03:00:00+00:00", "Dec 31, 2025, 22:00 EST"),
        ("Asia/Kolkata", "2026-06-30T18:45:00+00:00", "Jul 1, 2026, 00:15 IST"),
        ("America/Sao_Paulo", "2026-06-30T18:45:00+00:00", "Jun 30, 2026, 15:45 UTC-03"),
    ],
)
def test_a_moment_is_written_in_the_pages_zone_with_its_name(zone: str, moment: str, written: str) -> None:
    assert Times(ZoneInfo(zone)).full(datetime.fromisoformat(moment)) == written


def test_shorter_forms_leave_out_what_is_told_nearby() -> None:
    at, moment = Times(ZoneInfo("UTC")), datetime(2026, 3, 4, 5, 6, tzinfo=UTC)

    assert (at.moment(moment), at.clock(moment)) == ("Mar 4, 05:06 UTC", "05:06 UTC")
    assert at.day(at.day_of(moment)) == "Wednesday, March 4, 2026"


def test_a_day_ends_at_midnight_in_the_pages_zone() -> None:
    midnight = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    at = Times(ZoneInfo("Europe/Berlin"))

    assert [at.day_of(midnight - timedelta(seconds=1)), at.day_of(midnight)] == [
        date(2026, 11, 22),
        date(2026, 11, 23),
    ]


def test_machines_get_milliseconds_and_utc() -> None:
    moment = datetime(2026, 11, 23, 4, 28, tzinfo=ZoneInfo("Europe/Berlin"))

    assert timestamp(moment) == "2026-11-23T03:28:00.000Z"


def test_a_month_has_a_title() -> None:
    assert Times(ZoneInfo("UTC")).month("2026-02") == "February 2026"
