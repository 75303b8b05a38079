from datetime import UTC, datetime

import pytest

from bot.domain.errors import Invalid
from bot.domain.page import (
    valid_channel,
    valid_history_days,
    valid_public_url,
    valid_slug,
    valid_time_zone,
)
from tests.domain.builders import a_page


def test_an_incident_leaves_the_front_page_history_days_after_its_resolution() -> None:
    resolved_at = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)

    assert a_page(history_days=3).leaves_front_at(resolved_at) == datetime(2026, 11, 13, 9, 30, tzinfo=UTC)


def test_days_are_cut_in_the_zone_of_the_page() -> None:
    page = a_page(time_zone="Europe/Berlin", history_days=1)
    evening_before_summer_time_ends = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)

    assert page.leaves_front_at(evening_before_summer_time_ends) == datetime(2026, 10, 25, 21, 0, tzinfo=UTC)
    assert page.midnight_after(evening_before_summer_time_ends) == datetime(2026, 10, 24, 22, 0, tzinfo=UTC)


def test_an_incident_is_filed_under_the_month_of_the_page() -> None:
    last_minute_of_the_year = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)

    assert a_page().month_of(last_minute_of_the_year) == "2026-12"
    assert a_page(time_zone="Asia/Tokyo").month_of(last_minute_of_the_year) == "2027-01"


@pytest.mark.parametrize("slug", ["", "My-Page", "under_score", "-x", "x-", "a" * 64, "history", "api", "slack"])
def test_a_slug_that_is_malformed_or_a_route_is_refused_by_name(slug: str) -> None:
    with pytest.raises(Invalid, match=f"“{slug}”"):
        valid_slug(slug)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_history_days_out_of_bounds_are_refused(days: int) -> None:
    with pytest.raises(Invalid, match="can be 1 to 365"):
        valid_history_days(days)


@pytest.mark.parametrize(
    "url",
    [
        "status.example.com",
        "ftp://x.y",
        "https://",
        "https://x.y/?q=1",
        "https://x.y/#top",
        "https://x.y:port",
        "https://[x.y",
        "https://ada:secret@x.y",
        "https://x y",
        "https://x.y/a page",
        'https://x.y"',
    ],
)
def test_a_public_url_that_is_none_is_refused_by_name(url: str) -> None:
    with pytest.raises(Invalid, match="is not a public URL"):
        valid_public_url(url)


def test_a_channel_is_named_by_its_id() -> None:
    assert valid_channel("C0123456789") == "C0123456789"
    with pytest.raises(Invalid, match="“#general” is not the id of a Slack channel"):
        valid_channel("#general")


def test_a_time_zone_must_exist() -> None:
    assert valid_time_zone("Europe/Berlin") == "Europe/Berlin"
    with pytest.raises(Invalid, match="There is no time zone “Mars/Base”"):
        valid_time_zone("Mars/Base")
