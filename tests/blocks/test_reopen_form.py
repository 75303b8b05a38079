from __future__ import annotations

import pytest

from bot.blocks.reopen_form import reopen_form
from bot.domain import incident as incidents
from bot.domain.component import ComponentStatus
from bot.domain.incident import Incident, IncidentStatus
from tests.blocks.builders import found
from tests.blocks.reading import assert_fits, filled, labels_of, offered, text_of
from tests.domain.builders import a_component, an_incident, an_update, statuses


def resolved(incident: Incident) -> Incident:
    return incidents.resolve(incident, an_update(message="Over."))


def test_it_says_which_statuses_come_back_and_offers_no_resolution() -> None:
    incident = resolved(an_incident(components=statuses(api=ComponentStatus.PARTIAL_OUTAGE)))

    form = reopen_form(found(incident, a_component("API")), message="Again", channel="C1")

    assert "Reopening it brings back:\n🟠 API: Partial outage" in text_of(form)
    assert labels_of(form) == ["Status", "Message", "Next update in"]
    assert offered(form, "Status") == ["Investigating", "Identified", "Monitoring"]
    assert filled(form, "Message") == "Again"
    assert_fits(form)


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [(None, "Investigating"), (IncidentStatus.RESOLVED, "Investigating"), (IncidentStatus.MONITORING, "Monitoring")],
)
def test_it_is_reopened_as_investigating_unless_another_open_status_was_typed(
    typed: IncidentStatus | None, chosen: str
) -> None:
    form = reopen_form(found(resolved(an_incident())), message="", channel="C1", status=typed)

    assert filled(form, "Status") == chosen


def test_a_page_wide_incident_comes_back_to_the_top_of_the_page() -> None:
    form = reopen_form(found(resolved(an_incident())), message="", channel="C1")

    assert "It concerned no single component." in text_of(form)
