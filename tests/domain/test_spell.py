from dataclasses import replace
from datetime import timedelta

from bot.domain import amendment
from bot.domain import incident as incidents
from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.incident import Impact, IncidentStatus
from bot.domain.spell import Spell, differ_from, spells_of
from tests.domain.builders import ADA, NOON, an_incident, an_update, statuses

PARTIAL, MAJOR, OPERATIONAL = (
    ComponentStatus.PARTIAL_OUTAGE,
    ComponentStatus.MAJOR_OUTAGE,
    ComponentStatus.OPERATIONAL,
)


def a_spell(name: str | None, status: ComponentStatus, start: int, end: int | None) -> Spell:
    return Spell(
        component_id=None if name is None else ComponentId(name),
        status=status,
        started_at=NOON + timedelta(minutes=start),
        ended_at=None if end is None else NOON + timedelta(minutes=end),
    )


def test_a_component_is_held_from_update_to_update_and_equal_ones_are_one_spell() -> None:
    incident = an_incident(components=statuses(api=PARTIAL, web=MAJOR))
    incident = incidents.post(incident, an_update(minutes=10))
    incident = incidents.post(incident, an_update(components=statuses(api=MAJOR, web=OPERATIONAL), minutes=20))

    assert spells_of(incident) == {
        a_spell("api", PARTIAL, 0, 20),
        a_spell("web", MAJOR, 0, 20),
        a_spell("api", MAJOR, 20, None),
    }


def test_a_reopened_one_holds_nothing_in_between() -> None:
    incident = an_incident(components=statuses(api=MAJOR))
    incident = incidents.resolve(incident, an_update(minutes=10))
    incident = incidents.reopen(incident, an_update(minutes=30))

    assert spells_of(incident) == {a_spell("api", MAJOR, 0, 10), a_spell("api", MAJOR, 30, None)}


def test_it_began_when_the_incident_did_and_not_when_somebody_noticed() -> None:
    incident = replace(an_incident(components=statuses(api=MAJOR)), started_at=NOON - timedelta(minutes=5))

    assert spells_of(incident) == {a_spell("api", MAJOR, -5, None)}


def test_a_page_wide_one_is_told_of_where_it_is_critical() -> None:
    assert spells_of(an_incident()) == frozenset()
    assert spells_of(an_incident(impact=Impact.CRITICAL)) == {a_spell(None, MAJOR, 0, None)}


def test_nothing_is_told_of_one_that_is_not_public_or_has_been_cancelled() -> None:
    incident = an_incident(components=statuses(api=MAJOR))
    internal = replace(incident, updates=(replace(incident.last_update, is_internal=True),))
    cancelled = amendment.cancel(incident, reason="A test.", author=ADA, now=NOON)

    assert spells_of(internal) == spells_of(cancelled) == frozenset()


def test_one_that_was_resolved_at_once_was_none() -> None:
    assert spells_of(an_incident(status=IncidentStatus.RESOLVED, components=statuses(api=MAJOR))) == frozenset()


def test_an_end_leaves_what_was_before_it_as_it_was_told() -> None:
    assert differ_from([a_spell("api", MAJOR, 0, None)], [a_spell("api", MAJOR, 0, 60)]) == NOON + timedelta(hours=1)


def test_another_beginning_or_status_tells_differently_from_the_beginning() -> None:
    before = [a_spell("api", MAJOR, 0, 60), a_spell("web", MAJOR, 0, 60)]

    assert differ_from(before, [a_spell("api", MAJOR, -30, 60), before[1]]) == NOON - timedelta(minutes=30)
    assert differ_from(before, [a_spell("api", PARTIAL, 0, 60), before[1]]) == NOON
    assert differ_from(before, [before[1]]) == NOON
    assert differ_from(before, before) is None
