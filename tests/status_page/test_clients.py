"""Public clients of Statuspage's v2 API, from their registry, read a page of ours unchanged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from discordstatus import DiscordStatus
from statuspage_prometheus_exporter.service_checker import check_service_status

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact, IncidentStatus
from bot.status_page.preview.parts import a_component, a_front, a_page, a_resolved_incident, an_incident
from bot.status_page.renderer import render_front
from bot.status_page.snapshot import HeadlineView
from tests.status_page.served import Served, served

SEARCH = a_component("Search", ComponentStatus.PARTIAL_OUTAGE, group="Website", position=2)
COMPONENTS = (a_component("Home page", group="Website"), SEARCH, a_component("API", position=3))
ONE_PART = an_incident(
    "Search is slow",
    (IncidentStatus.INVESTIGATING, "We are looking into it."),
    (IncidentStatus.IDENTIFIED, "A node is down."),
    id="incident0001",
    impact=Impact.MAJOR,
    components=[SEARCH],
)
EVERYTHING = an_incident("The data centre has lost power", id="incident0002", impact=Impact.CRITICAL)
PAGE = a_page(url="https://status.example.com")


@pytest.fixture
async def site() -> AsyncIterator[Served]:
    """With groups, an incident of one component, one of everything, and one of the past."""
    part = a_front(
        page=PAGE,
        headline=HeadlineView(text="Major System Outage", indicator=Impact.CRITICAL),
        components=COMPONENTS,
        open_incidents=(EVERYTHING, ONE_PART),
        recent_incidents=(a_resolved_incident(id="incident0003"),),
    )
    async with served() as site:
        site.put(render_front(part, base_path="/acme/"))
        yield site


def discord_status(site: Served) -> DiscordStatus:
    client = DiscordStatus()
    client.base_target = f"{site.url}/acme/api/v2"
    return client


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("summary", {"page", "components", "incidents", "scheduled_maintenances", "status"}),
        ("status", {"page", "status"}),
        ("components", {"page", "components"}),
        ("unresolved_incidents", {"page", "incidents"}),
        ("all_incidents", {"page", "incidents"}),
        ("upcoming_maintenances", {"page", "scheduled_maintenances"}),
        ("active_maintenances", {"page", "scheduled_maintenances"}),
        ("all_maintenances", {"page", "scheduled_maintenances"}),
    ],
)
async def test_discordstatus_finds_an_answer_to_each_of_its_questions(
    site: Served, question: str, keys: set[str]
) -> None:
    answer: dict[str, Any] = await asyncio.to_thread(getattr, discord_status(site), question)

    assert set(answer) == keys
    assert answer["page"]["url"] == PAGE.url


async def test_discordstatus_reads_groups_and_incidents(site: Served) -> None:
    client = discord_status(site)

    components = (await asyncio.to_thread(getattr, client, "components"))["components"]
    unresolved = (await asyncio.to_thread(getattr, client, "unresolved_incidents"))["incidents"]
    everything = (await asyncio.to_thread(getattr, client, "all_incidents"))["incidents"]

    group = next(each for each in components if each["group"])
    assert [each["id"] for each in components if each["group_id"] == group["id"]] == group["components"]
    assert {each["id"] for each in unresolved} == {ONE_PART.id, EVERYTHING.id}
    assert [each["components"] for each in unresolved if each["id"] == EVERYTHING.id] == [[]]
    assert len(everything) == 3
    assert all(each["incident_updates"][0]["body"] for each in everything)


async def test_the_prometheus_exporter_reads_status_incidents_and_components(
    site: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # it keeps a cache where it runs
    service = {"name": "Acme", "type": "status_page", "url": f"{site.url}/acme/api/v2/summary.json"}

    found = await asyncio.to_thread(check_service_status, "acme", service)

    assert (found["success"], found["status"], found["raw_status"]) == (True, 0, "critical")
    assert {each["id"]: (each["name"], each["impact"], each["shortlink"]) for each in found["incident_metadata"]} == {
        ONE_PART.id: (ONE_PART.title, "major", f"{PAGE.url}/incidents/{ONE_PART.id}"),
        EVERYTHING.id: (EVERYTHING.title, "critical", f"{PAGE.url}/incidents/{EVERYTHING.id}"),
    }
    assert {each["name"]: each["status"] for each in found["component_metadata"]}["Search"] == "partial_outage"
