from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.component import ComponentId, ComponentStatus, worst
from bot.domain.errors import Invalid
from bot.domain.spell import Spell
from bot.domain.uptime import History, Weights, daily, mean_uptime, valid_weight

API = ComponentId("api")
BERLIN = ZoneInfo("Europe/Berlin")
BEGIN = datetime(2026, 10, 23, 22, 0, tzinfo=UTC)  # midnight in Berlin, two days before its clocks go back
MINUTES = 5 * 24 * 60
END = BEGIN + timedelta(minutes=MINUTES)
DEGRADED, PARTIAL, MAJOR, MAINTENANCE = (
    ComponentStatus.DEGRADED_PERFORMANCE,
    ComponentStatus.PARTIAL_OUTAGE,
    ComponentStatus.MAJOR_OUTAGE,
    ComponentStatus.UNDER_MAINTENANCE,
)


def a_spell(status: ComponentStatus, start: int, end: int | None) -> Spell:
    return Spell(
        component_id=API,
        status=status,
        started_at=BEGIN + timedelta(minutes=start),
        ended_at=None if end is None else BEGIN + timedelta(minutes=end),
    )


def uptime(spells: Sequence[Spell], weights: Weights, zone: ZoneInfo = BERLIN) -> float:
    days = daily(spells, since=BEGIN, until=END, zone=zone)
    found = History(since=BEGIN, until=END, days=days).uptime(weights)
    assert found is not None
    return found


@st.composite
def spells(draw: st.DrawFn) -> Spell:
    start = draw(st.integers(-600, MINUTES + 600))
    length = draw(st.none() | st.integers(1, 3_000))
    status = draw(st.sampled_from([DEGRADED, PARTIAL, MAJOR, MAINTENANCE]))
    return a_spell(status, start, None if length is None else start + length)


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    percents = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    return Weights(degraded=percents[0], partial=percents[1], major=percents[2])


def minute_by_minute(spells: Sequence[Spell], weights: Weights) -> float:
    of = {DEGRADED: weights.degraded, PARTIAL: weights.partial, MAJOR: weights.major}
    lost = 0
    for minute in range(MINUTES):
        at = BEGIN + timedelta(minutes=minute)
        now = worst(each.status for each in spells if each.started_at <= at < (each.ended_at or END))
        lost += of.get(now, 0)
    return 1 - lost / 100 / MINUTES


@given(st.lists(spells(), max_size=6), weights())
def test_uptime_is_what_counting_every_minute_gives(found: list[Spell], weights: Weights) -> None:
    assert uptime(found, weights) == pytest.approx(minute_by_minute(found, weights), abs=1e-9)


@given(st.lists(spells(), max_size=6), spells(), weights())
def test_one_spell_more_never_makes_it_better(found: list[Spell], one: Spell, weights: Weights) -> None:
    assert 0 <= uptime([*found, one], weights) <= uptime(found, weights) + 1e-12


@given(st.lists(spells(), max_size=6), st.integers(1, MINUTES - 1))
def test_it_does_not_matter_where_a_spell_is_cut(found: list[Spell], cut: int) -> None:
    at = BEGIN + timedelta(minutes=cut)
    pieces = []
    for each in found:
        if each.started_at < at < (each.ended_at or END):
            pieces.append(Spell(component_id=API, status=each.status, started_at=each.started_at, ended_at=at))
            pieces.append(Spell(component_id=API, status=each.status, started_at=at, ended_at=each.ended_at))
        else:
            pieces.append(each)

    # To the last digit: whole seconds are added.
    assert daily(pieces, since=BEGIN, until=END, zone=BERLIN) == daily(found, since=BEGIN, until=END, zone=BERLIN)


@given(st.lists(spells(), max_size=6), weights(), st.sampled_from(["Asia/Kathmandu", "America/St_Johns", "UTC"]))
def test_it_is_the_same_in_every_zone(found: list[Spell], weights: Weights, zone: str) -> None:
    assert uptime(found, weights, ZoneInfo(zone)) == pytest.approx(uptime(found, weights), abs=1e-9)


def test_days_are_cut_in_the_page_s_zone_and_one_of_them_has_25_hours() -> None:
    days = daily([a_spell(MAJOR, -60, None)], since=BEGIN, until=END, zone=BERLIN)

    assert {day: lengths[MAJOR] / 3600 for day, lengths in days.items()} == {
        date(2026, 10, 24): 24,
        date(2026, 10, 25): 25,
        date(2026, 10, 26): 24,
        date(2026, 10, 27): 24,
        date(2026, 10, 28): 23,
    }


def test_the_worst_of_a_moment_counts_and_only_that() -> None:
    days = daily(
        [a_spell(DEGRADED, 0, 60), a_spell(MAJOR, 20, 30), a_spell(PARTIAL, 25, 40)],
        since=BEGIN,
        until=END,
        zone=BERLIN,
    )

    assert days == {date(2026, 10, 24): {DEGRADED: 40 * 60, MAJOR: 10 * 60, PARTIAL: 10 * 60}}


def test_usual_weights_count_a_major_outage_whole_a_partial_one_by_a_third_or_less_and_others_not() -> None:
    assert Weights().lost({MAJOR: 100, PARTIAL: 100, DEGRADED: 100, MAINTENANCE: 100}) == 130


def test_nothing_is_said_of_a_component_that_has_not_been_there_for_a_moment() -> None:
    assert History(since=END, until=END).uptime() is None


def test_a_group_is_the_mean_of_those_that_there_is_something_to_say_of() -> None:
    assert mean_uptime([1.0, None, 0.5]) == 0.75
    assert mean_uptime([None]) is None


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_weight_is_a_percentage(percent: int) -> None:
    with pytest.raises(Invalid, match="0 to 100") as refusal:
        valid_weight(percent, of="partial")

    assert refusal.value.field == "partial_weight"
