from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.incident import IncidentStatus
from bot.status_page.past_days import past_days
from bot.status_page.preview.parts import NOW, a_front, a_page, a_resolved_incident, an_incident
from bot.status_page.snapshot import FrontPart
from bot.status_page.times import Times

RESOLVED = IncidentStatus.RESOLVED


def listed(part: FrontPart, zone: str = "UTC") -> list[tuple[date, int, list[str]]]:
    return [
        (first, days, [each.title for each in found]) for first, days, found in past_days(part, Times(ZoneInfo(zone)))
    ]


def november(day: int) -> date:
    return date(2026, 11, day)


def test_days_without_an_incident_are_one_entry_between_those_that_have_one() -> None:
    part = a_front(recent_incidents=[a_resolved_incident("Slow", ended=NOW - timedelta(days=3))])

    assert listed(part) == [(november(21), 3, []), (november(20), 1, ["Slow"]), (november(17), 3, [])]


def test_a_day_on_which_one_went_on_is_not_said_to_be_without() -> None:
    long = an_incident("Long", (IncidentStatus.INVESTIGATING, "It is."), began=NOW - timedelta(days=5))
    ended = NOW - timedelta(days=2)
    long = long.model_copy(update={"status": RESOLVED, "resolved_at": ended})
    still = an_incident("Still", began=NOW - timedelta(minutes=5))

    assert listed(a_front(recent_incidents=[long], open_incidents=[still])) == [
        (november(22), 1, []),
        (november(21), 1, ["Long"]),
        (november(17), 1, []),
    ]


def test_nothing_is_said_of_days_before_the_page_was_there() -> None:
    page = a_page().model_copy(update={"created_at": NOW - timedelta(days=2)})

    assert listed(a_front(page=page)) == [(november(21), 3, [])]


def test_one_that_is_leaving_is_listed_until_it_has_left() -> None:
    part = a_front(recent_incidents=[a_resolved_incident("Old", ended=NOW - timedelta(days=7) + timedelta(minutes=5))])

    assert listed(part) == [(november(17), 7, []), (november(16), 1, ["Old"])]


def test_days_are_those_of_the_page_s_zone() -> None:
    part = a_front(recent_incidents=[a_resolved_incident("Late", ended=NOW.replace(day=22, hour=23, minute=59))])

    assert listed(part, "Europe/Berlin")[0] == (november(23), 1, ["Late"])
    assert listed(part, "UTC")[:2] == [(november(23), 1, []), (november(22), 1, ["Late"])]
