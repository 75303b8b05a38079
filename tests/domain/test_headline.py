import pytest

from bot.domain.component import ComponentStatus
from bot.domain.headline import Headline, headline
from bot.domain.incident import Impact, Incident
from tests.domain.builders import an_incident, statuses

OK = ComponentStatus.OPERATIONAL
MAINTENANCE = ComponentStatus.UNDER_MAINTENANCE
DEGRADED = ComponentStatus.DEGRADED_PERFORMANCE
PARTIAL = ComponentStatus.PARTIAL_OUTAGE
MAJOR = ComponentStatus.MAJOR_OUTAGE


@pytest.mark.parametrize(
    ("components", "text", "indicator"),
    [
        ([], "All Systems Operational", Impact.NONE),
        ([OK, OK], "All Systems Operational", Impact.NONE),
        ([MAJOR], "Major System Outage", Impact.CRITICAL),
        ([MAJOR, MAJOR], "Major System Outage", Impact.CRITICAL),
        ([MAJOR, OK], "Partial System Outage", Impact.MAJOR),
        ([MAJOR, PARTIAL], "Partial System Outage", Impact.MAJOR),
        ([PARTIAL, PARTIAL], "Partial System Outage", Impact.MAJOR),
        ([PARTIAL, OK], "Minor Service Outage", Impact.MINOR),
        ([PARTIAL, DEGRADED], "Minor Service Outage", Impact.MINOR),
        ([DEGRADED, DEGRADED], "Degraded System Service", Impact.MINOR),
        ([DEGRADED, OK], "Partially Degraded Service", Impact.MINOR),
        ([DEGRADED, MAINTENANCE], "Partially Degraded Service", Impact.MINOR),
        ([MAINTENANCE, OK], "Service Under Maintenance", Impact.MAINTENANCE),
    ],
)
def test_the_components_make_the_headline(components: list[ComponentStatus], text: str, indicator: Impact) -> None:
    assert headline(components, []) == Headline(text, indicator)


@pytest.mark.parametrize(
    ("incident", "components", "text", "indicator"),
    [
        (an_incident(), [OK], "Minor Service Outage", Impact.MINOR),
        (an_incident(impact=Impact.NONE), [OK], "Minor Service Outage", Impact.MINOR),
        (an_incident(impact=Impact.MAJOR), [OK], "Partial System Outage", Impact.MAJOR),
        (an_incident(impact=Impact.CRITICAL), [], "Major System Outage", Impact.CRITICAL),
        (an_incident(), [MAINTENANCE, OK], "Minor Service Outage", Impact.MINOR),
        (an_incident(), [DEGRADED, OK], "Partially Degraded Service", Impact.MINOR),
        (an_incident(components=statuses(api=OK), impact=Impact.CRITICAL), [OK], "Minor Service Outage", Impact.MINOR),
        (an_incident(components=statuses(api=MAJOR)), [MAJOR, OK], "Partial System Outage", Impact.MAJOR),
    ],
)
def test_an_open_incident_floors_the_headline_and_on_a_tie_the_components_text_stands(
    incident: Incident, components: list[ComponentStatus], text: str, indicator: Impact
) -> None:
    assert headline(components, [incident]) == Headline(text, indicator)
