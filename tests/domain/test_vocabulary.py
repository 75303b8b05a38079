import pytest

from bot.domain.component import ComponentStatus
from bot.domain.errors import Invalid
from bot.domain.incident import Impact, IncidentStatus
from bot.domain.vocabulary import component_status, impact, incident_status


@pytest.mark.parametrize("status", IncidentStatus)
def test_an_incident_status_is_read_by_its_name(status: IncidentStatus) -> None:
    assert incident_status(status.value) is status


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("inv", IncidentStatus.INVESTIGATING),
        ("id", IncidentStatus.IDENTIFIED),
        ("MON", IncidentStatus.MONITORING),
        (" res ", IncidentStatus.RESOLVED),
        ("r", IncidentStatus.RESOLVED),
    ],
)
def test_the_first_letters_of_an_incident_status_are_enough(typed: str, status: IncidentStatus) -> None:
    assert incident_status(typed) is status


@pytest.mark.parametrize("status", ComponentStatus)
def test_a_component_status_is_read_by_its_name(status: ComponentStatus) -> None:
    assert component_status(status.value) is status


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("op", ComponentStatus.OPERATIONAL),
        ("degraded", ComponentStatus.DEGRADED_PERFORMANCE),
        ("partial", ComponentStatus.PARTIAL_OUTAGE),
        ("Partial outage", ComponentStatus.PARTIAL_OUTAGE),
        ("major-outage", ComponentStatus.MAJOR_OUTAGE),
        ("major", ComponentStatus.MAJOR_OUTAGE),
        ("maintenance", ComponentStatus.UNDER_MAINTENANCE),
        ("under  maintenance", ComponentStatus.UNDER_MAINTENANCE),
    ],
)
def test_the_beginning_of_any_word_of_a_component_status_is_enough(typed: str, status: ComponentStatus) -> None:
    assert component_status(typed) is status


def test_an_impact_is_read_by_its_first_letters() -> None:
    assert [impact(typed) for typed in ("none", "min", "maj", "c")] == [
        Impact.NONE,
        Impact.MINOR,
        Impact.MAJOR,
        Impact.CRITICAL,
    ]


def test_what_could_be_several_is_refused_with_those_that_it_could_be() -> None:
    with pytest.raises(Invalid, match="“outage” could be partial_outage or major_outage"):
        component_status("outage")


@pytest.mark.parametrize("typed", ["", "  ", "_", "fixed", "dentified", "resolved!"])
def test_what_is_no_status_is_refused_with_those_that_there_are(typed: str) -> None:
    with pytest.raises(Invalid, match="There are: investigating, identified, monitoring, resolved"):
        incident_status(typed)


def test_maintenance_is_an_impact_that_nobody_chooses() -> None:
    with pytest.raises(Invalid, match="“maintenance” is not an impact"):
        impact("maintenance")
