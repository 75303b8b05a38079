from datetime import timedelta

import pytest

from bot.domain import incident as incidents
from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact, IncidentStatus
from bot.domain.nudge import Nudge, NudgeKind, Patience, nudges_of
from tests.domain.builders import NOON, an_incident, an_update, statuses

PATIENCE = Patience()


def after(kind: NudgeKind, **length: float) -> Nudge:
    return Nudge(kind=kind, due_at=NOON + timedelta(**length))


def test_a_promise_is_recalled_five_minutes_before_and_when_it_is_due() -> None:
    incident = incidents.post(an_incident(), an_update(minutes=0, next_update_in=timedelta(minutes=30)))

    assert incident.next_update_at == NOON + timedelta(minutes=30)
    assert nudges_of(incident, PATIENCE) == [after(NudgeKind.SOON, minutes=25), after(NudgeKind.DUE, minutes=30)]


def test_the_next_update_takes_the_promise_back() -> None:
    promised = incidents.post(an_incident(), an_update(next_update_in=timedelta(minutes=30)))

    assert incidents.post(promised, an_update(minutes=2)).next_update_at is None


@pytest.mark.parametrize(
    ("status", "nudge"),
    [
        (ComponentStatus.MAJOR_OUTAGE, after(NudgeKind.QUIET, minutes=30)),
        (ComponentStatus.PARTIAL_OUTAGE, after(NudgeKind.QUIET, minutes=60)),
        (ComponentStatus.DEGRADED_PERFORMANCE, after(NudgeKind.QUIET, hours=4)),
    ],
)
def test_without_a_promise_patience_depends_on_the_impact(status: ComponentStatus, nudge: Nudge) -> None:
    assert nudges_of(an_incident(components=statuses(api=status)), PATIENCE) == [nudge]


def test_what_has_no_impact_is_left_alone() -> None:
    assert nudges_of(an_incident(impact=Impact.NONE), PATIENCE) == []


def test_after_a_day_of_monitoring_the_thread_is_asked_whether_it_is_over() -> None:
    assert nudges_of(an_incident(status=IncidentStatus.MONITORING), PATIENCE) == [after(NudgeKind.RESOLVE, hours=24)]


def test_nothing_recalls_what_is_over() -> None:
    resolved = incidents.resolve(an_incident(), an_update(next_update_in=timedelta(minutes=30)))

    assert resolved.next_update_at is None
    assert nudges_of(resolved, PATIENCE) == []


def test_patience_can_be_without_an_end() -> None:
    nobody = Patience(by_impact={}, monitoring=None)

    assert nudges_of(an_incident(), nobody) == []
    assert nudges_of(an_incident(status=IncidentStatus.MONITORING), nobody) == []
