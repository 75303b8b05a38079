from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain import incident as incidents
from bot.domain.component import ComponentId, ComponentStatus, worst
from bot.domain.errors import AlreadyResolved, Invalid, NotResolved, ReopenNeedsConfirmation
from bot.domain.headline import ALL_OPERATIONAL, headline
from bot.domain.incident import Impact, Incident, IncidentStatus, shown_statuses
from tests.domain.builders import NOON, an_incident, an_update, statuses

DEGRADED = ComponentStatus.DEGRADED_PERFORMANCE
PARTIAL = ComponentStatus.PARTIAL_OUTAGE
MAJOR = ComponentStatus.MAJOR_OUTAGE
OPERATIONAL = ComponentStatus.OPERATIONAL


@pytest.mark.parametrize("before", list(IncidentStatus))
@pytest.mark.parametrize("after", list(IncidentStatus))
def test_an_incident_may_go_from_any_status_to_any_other(before: IncidentStatus, after: IncidentStatus) -> None:
    posted = incidents.post(an_incident(status=before), an_update(after), reopen_confirmed=True)

    assert posted.status is after
    assert [update.status for update in posted.updates] == [before, after]


@pytest.mark.parametrize("minutes", [-60, 0, 1_441, 10**9])
def test_nobody_promises_the_past_or_another_day(minutes: int) -> None:
    with pytest.raises(Invalid, match="promised for a minute to a day from now") as refusal:
        incidents.post(an_incident(), replace(an_update(), next_update_in=timedelta(minutes=minutes)))
    assert refusal.value.field == "next_update"


def test_an_update_that_would_reopen_needs_confirmation() -> None:
    resolved = incidents.resolve(an_incident(), an_update())

    with pytest.raises(ReopenNeedsConfirmation, match="INC-1 is resolved"):
        incidents.post(resolved, an_update(IncidentStatus.MONITORING))


def test_an_update_without_a_status_keeps_a_resolved_incident_resolved_since_the_same_time() -> None:
    resolved = incidents.resolve(an_incident(), an_update(minutes=5))

    posted = incidents.post(resolved, an_update(minutes=60))

    assert posted.resolved_at == NOON + timedelta(minutes=5)
    assert posted.duration == timedelta(minutes=5)


def test_reopening_restores_the_component_statuses_that_stood_before_the_resolution() -> None:
    held = an_incident(components=statuses(api=PARTIAL, web=DEGRADED))
    resolved = incidents.resolve(held, an_update(minutes=1))
    noted = incidents.post(resolved, an_update(minutes=2))

    reopened = incidents.reopen(noted, an_update(minutes=3))

    assert resolved.components == statuses(api=OPERATIONAL, web=OPERATIONAL)
    assert reopened.components == statuses(api=PARTIAL, web=DEGRADED)
    assert reopened.status is IncidentStatus.INVESTIGATING
    assert reopened.resolved_at is None


def test_only_an_open_incident_is_resolved_and_only_a_resolved_one_reopened() -> None:
    resolved = incidents.resolve(an_incident(), an_update())

    with pytest.raises(AlreadyResolved, match="INC-1 is resolved already"):
        incidents.resolve(resolved, an_update())
    with pytest.raises(NotResolved, match="INC-1 is open"):
        incidents.reopen(an_incident(), an_update())


@pytest.mark.parametrize(
    ("status", "impact"), [(DEGRADED, Impact.MINOR), (PARTIAL, Impact.MAJOR), (MAJOR, Impact.CRITICAL)]
)
def test_the_impact_follows_the_components(status: ComponentStatus, impact: Impact) -> None:
    assert an_incident(components=statuses(api=status)).impact is impact


def test_a_page_wide_incident_has_minor_impact() -> None:
    assert an_incident().impact is Impact.MINOR


def test_the_impact_never_falls_by_itself() -> None:
    declared = an_incident(components=statuses(api=MAJOR))

    better = incidents.post(declared, an_update(components=statuses(api=DEGRADED)))

    assert better.impact is Impact.CRITICAL


def test_the_impact_that_a_responder_sets_stands() -> None:
    declared = an_incident(components=statuses(api=MAJOR), impact=Impact.NONE)

    assert declared.impact is Impact.NONE


def test_an_update_is_never_older_than_the_one_before() -> None:
    declared = an_incident()

    posted = incidents.post(declared, an_update(minutes=-10))

    assert posted.last_update.created_at == declared.last_update.created_at


@pytest.mark.parametrize("title", ["", "   ", "\u200b\n", "x" * 151])
def test_a_title_out_of_bounds_is_refused(title: str) -> None:
    with pytest.raises(Invalid, match="title") as refused:
        an_incident(title=title)
    assert refused.value.field == "title"


def test_a_message_out_of_bounds_is_refused() -> None:
    with pytest.raises(Invalid, match=r"3,001 characters; at most 3,000"):
        incidents.post(an_incident(), an_update(message="x" * 3_001))


def test_resolving_one_incident_keeps_a_component_held_by_another() -> None:
    one = incidents.resolve(an_incident(number=1, components=statuses(api=MAJOR, web=PARTIAL)), an_update())
    other = an_incident(number=2, components=statuses(api=DEGRADED))

    shown = shown_statuses([ComponentId("api"), ComponentId("web")], [one, other])

    assert shown == statuses(api=DEGRADED, web=OPERATIONAL)


COMPONENTS = [ComponentId(name) for name in ("api", "web", "mail")]
SOME_STATUSES = st.dictionaries(st.sampled_from(COMPONENTS), st.sampled_from(list(ComponentStatus)))


class AnySequence(RuleBasedStateMachine):
    """Whatever responders do with overlapping incidents, what the page shows follows from the open ones."""

    def __init__(self) -> None:
        super().__init__()
        self.incidents: list[Incident] = []
        self.minutes = 0

    def _chosen(self, choice: int) -> int:
        return choice % len(self.incidents)

    @rule(components=SOME_STATUSES, status=st.sampled_from(list(IncidentStatus)))
    def declare(self, components: dict[ComponentId, ComponentStatus], status: IncidentStatus) -> None:
        number = len(self.incidents) + 1
        self.incidents.append(an_incident(number=number, components=components, status=status))

    @rule(
        choice=st.integers(min_value=0),
        components=st.none() | SOME_STATUSES,
        status=st.none() | st.sampled_from(list(IncidentStatus)),
    )
    def update(
        self, choice: int, components: dict[ComponentId, ComponentStatus] | None, status: IncidentStatus | None
    ) -> None:
        if self.incidents:
            self.minutes += 1
            place = self._chosen(choice)
            before = self.incidents[place]
            new = an_update(status, components=components, minutes=self.minutes)
            self.incidents[place] = incidents.post(before, new, reopen_confirmed=True)
            assert self.incidents[place].updates[:-1] == before.updates
            assert self.incidents[place].impact.badness >= before.impact.badness

    @rule(choice=st.integers(min_value=0))
    def resolve_or_reopen(self, choice: int) -> None:
        if self.incidents:
            self.minutes += 1
            place = self._chosen(choice)
            before = self.incidents[place]
            verb = incidents.resolve if before.is_open else incidents.reopen
            self.incidents[place] = verb(before, an_update(minutes=self.minutes))

    @invariant()
    def a_component_shows_the_worst_of_its_open_incidents(self) -> None:
        shown = shown_statuses(COMPONENTS, self.incidents)
        for id in COMPONENTS:
            held = [each.components[id] for each in self.incidents if each.is_open and id in each.components]
            assert shown[id] is (worst(held) if held else OPERATIONAL)

    @invariant()
    def the_headline_never_says_that_all_is_well_while_an_incident_is_open(self) -> None:
        shown = headline(shown_statuses(COMPONENTS, self.incidents).values(), self.incidents)
        if any(incident.is_open for incident in self.incidents):
            assert shown != ALL_OPERATIONAL
            assert shown.indicator.badness >= Impact.MINOR.badness
        else:
            assert shown == ALL_OPERATIONAL


TestAnySequence = AnySequence.TestCase
