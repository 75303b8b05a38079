"""The public JSON keeps Statuspage's shapes to the letter."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact, IncidentStatus
from bot.status_page.api import render_api
from bot.status_page.preview.parts import NOW, a_component, a_front, a_page, a_resolved_incident, an_incident
from bot.status_page.snapshot import FrontPart, HeadlineView

PAGE = {
    "id": "page00000001",
    "name": "Acme",
    "url": "https://status.example.com",
    "time_zone": "UTC",
    "updated_at": "2026-11-23T14:02:00.000Z",
}


def answer(part: FrontPart, name: str) -> dict[str, object]:
    file = render_api(part)[f"api/v2/{name}.json"]
    assert file.content_type == "application/json; charset=utf-8"
    parsed = json.loads(file.body)
    assert isinstance(parsed, dict)
    return parsed


def row(**values: object) -> dict[str, object]:
    """A component of the answer that stands first, ungrouped and operational unless told otherwise."""
    return {
        "id": "component-api",
        "name": "API",
        "status": "operational",
        "created_at": "2026-01-01T00:00:00.000Z",
        "updated_at": "2026-01-01T00:00:00.000Z",
        "position": 1,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": "page00000001",
        "group": False,
        "only_show_if_degraded": False,
    } | values


def an_update(number: int, **values: object) -> dict[str, object]:
    at = f"2026-11-23T12:{2 + 10 * (number - 1):02}:00.000Z"
    return {
        "id": f"incident0001-{number}",
        "incident_id": "incident0001",
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    } | values


def test_a_summary_has_every_value_that_clients_read() -> None:
    api = a_component("API", ComponentStatus.PARTIAL_OUTAGE, group="Core", description="The REST interface")
    incident = an_incident(
        "API errors",
        (IncidentStatus.INVESTIGATING, "Looking **into** it."),
        (IncidentStatus.MONITORING, "Better."),
        impact=Impact.MAJOR,
        components=[api],
    )
    part = a_front(
        headline=HeadlineView(text="Partial System Outage", indicator=Impact.MAJOR),
        components=[api],
        open_incidents=[incident],
    )
    api_row = row(status="partial_outage", description="The REST interface", group_id="group-core")
    affected = {"code": "component-api", "name": "Core - API"}

    assert answer(part, "summary") == {
        "page": PAGE,
        "components": [
            row(
                id="group-core",
                name="Core",
                status="partial_outage",
                group=True,
                components=["component-api"],
            ),
            api_row,
        ],
        "incidents": [
            {
                "id": "incident0001",
                "name": "API errors",
                "status": "monitoring",
                "created_at": "2026-11-23T12:02:00.000Z",
                "updated_at": "2026-11-23T12:12:00.000Z",
                "monitoring_at": "2026-11-23T12:12:00.000Z",
                "resolved_at": None,
                "impact": "major",
                "shortlink": "https://status.example.com/incidents/incident0001",
                "started_at": "2026-11-23T12:02:00.000Z",
                "page_id": "page00000001",
                "incident_updates": [
                    an_update(
                        2,
                        status="monitoring",
                        body="Better.",
                        affected_components=[
                            affected | {"old_status": "partial_outage", "new_status": "partial_outage"}
                        ],
                    ),
                    an_update(
                        1,
                        status="investigating",
                        body="Looking **into** it.",
                        affected_components=[affected | {"old_status": "operational", "new_status": "partial_outage"}],
                    ),
                ],
                "components": [api_row],
                "reminder_intervals": None,
            }
        ],
        "scheduled_maintenances": [],
        "status": {"indicator": "major", "description": "Partial System Outage"},
    }


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("summary", ["page", "components", "incidents", "scheduled_maintenances", "status"]),
        ("status", ["page", "status"]),
        ("components", ["page", "components"]),
        ("incidents", ["page", "incidents"]),
        ("incidents/unresolved", ["page", "incidents"]),
        ("scheduled-maintenances", ["page", "scheduled_maintenances"]),
        ("scheduled-maintenances/upcoming", ["page", "scheduled_maintenances"]),
        ("scheduled-maintenances/active", ["page", "scheduled_maintenances"]),
    ],
)
def test_each_answer_has_its_keys_and_names_its_page(name: str, keys: list[str]) -> None:
    parsed = answer(a_front(), name)

    assert list(parsed) == keys
    assert parsed["page"] == PAGE


def test_a_page_wide_incident_affects_no_component() -> None:
    (incident,) = _incidents(a_front(open_incidents=[an_incident()]), "incidents/unresolved")

    assert incident["components"] == []
    assert [each["affected_components"] for each in incident["incident_updates"]] == [None]


def test_unresolved_incidents_are_those_still_open_and_the_newest_comes_first() -> None:
    page_wide = an_incident(id="pagewide0001", began=NOW - timedelta(hours=9))
    newer = an_incident(id="newer0000001", components=[a_component()], began=NOW - timedelta(hours=1))
    part = a_front(open_incidents=[page_wide, newer], recent_incidents=[a_resolved_incident(id="resolved0001")])

    assert [each["id"] for each in _incidents(part, "incidents/unresolved")] == ["newer0000001", "pagewide0001"]
    assert [each["id"] for each in _incidents(part, "incidents")] == ["newer0000001", "pagewide0001", "resolved0001"]


def test_an_incident_names_its_components_as_the_page_shows_them() -> None:
    degraded = a_component("API", ComponentStatus.DEGRADED_PERFORMANCE)
    held_by_another = a_component("API", ComponentStatus.MAJOR_OUTAGE)
    part = a_front(components=[held_by_another], open_incidents=[an_incident(components=[degraded])])

    (incident,) = _incidents(part, "incidents")

    assert incident["components"] == [row(status="major_outage")]


def test_a_component_that_was_retired_is_still_named_by_its_incident() -> None:
    part = a_front(open_incidents=[an_incident(components=[a_component("Old API")])])

    (incident,) = _incidents(part, "incidents")

    assert [each["name"] for each in incident["components"]] == ["Old API"]


def test_times_are_in_utc_with_milliseconds_whatever_the_zone_they_came_in() -> None:
    moment = datetime.fromisoformat("2026-11-23T09:30:00.123456+05:30")
    (incident,) = _incidents(a_front(open_incidents=[an_incident(began=moment)]), "incidents")

    assert incident["created_at"] == "2026-11-23T04:00:00.123Z"


def _incidents(part: FrontPart, name: str) -> list[dict[str, Any]]:
    incidents = answer(part, name)["incidents"]
    assert isinstance(incidents, list)
    return incidents


@pytest.mark.parametrize("name", ["summary", "status"])
@pytest.mark.parametrize(
    ("indicates_maintenance", "impact", "indicator"),
    [
        (True, Impact.MAINTENANCE, "maintenance"),
        (False, Impact.MAINTENANCE, "none"),
        (False, Impact.NONE, "none"),
        (False, Impact.MINOR, "minor"),
        (False, Impact.CRITICAL, "critical"),
    ],
)
def test_clients_that_do_not_know_maintenance_are_told_of_none(
    name: str, indicates_maintenance: bool, impact: Impact, indicator: str
) -> None:
    headline = HeadlineView(text="How It Is", indicator=impact)
    part = a_front(page=a_page(indicates_maintenance=indicates_maintenance), headline=headline)

    assert answer(part, name)["status"] == {"indicator": indicator, "description": "How It Is"}
