"""What the public reads, in which order, and that nothing typed can get out of its place."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from html import unescape

import brotli
import pytest

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact, IncidentStatus
from bot.status_page.cards import card_paths
from bot.status_page.live_script import LIVE_SCRIPT
from bot.status_page.preview import scenes
from bot.status_page.preview.parts import (
    NOW,
    a_bar,
    a_component,
    a_front,
    a_month,
    a_page,
    a_resolved_incident,
    an_incident,
    an_incident_part,
)
from bot.status_page.rendered import RenderedFile
from bot.status_page.renderer import CONTENT_SECURITY_POLICY, render_front, render_incident, render_month
from bot.status_page.representation import represent
from bot.status_page.snapshot import AccentView, FrontPart, HeadlineView, WeightsView
from tests.status_page.reading import Element, read

FIRST_WINDOW = 14 * 1024
"""Bytes that a server may send before it hears from the client: TCP's first ten segments."""

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{ 7 * 7 }}"


def front(part: FrontPart, *, base_path: str = "/") -> Element:
    return read(render_front(part, base_path=base_path)[""].body)


def test_a_front_part_makes_the_front_page_and_all_that_machines_read() -> None:
    files = render_front(a_front(open_incidents=[an_incident()]), base_path="/")

    assert {path: file.content_type.partition(";")[0] for path, file in files.items()} == {
        "": "text/html",
        "api/v2/summary.json": "application/json",
        "api/v2/status.json": "application/json",
        "api/v2/components.json": "application/json",
        "api/v2/incidents.json": "application/json",
        "api/v2/incidents/unresolved.json": "application/json",
        "api/v2/scheduled-maintenances.json": "application/json",
        "api/v2/scheduled-maintenances/upcoming.json": "application/json",
        "api/v2/scheduled-maintenances/active.json": "application/json",
        "history.atom": "application/atom+xml",
        "history.rss": "application/rss+xml",
        "badge.svg": "image/svg+xml",
        LIVE_SCRIPT: "text/javascript",
        "embed": "text/html",
        "embed.js": "text/javascript",
        "sitemap.xml": "application/xml",
        "robots.txt": "text/plain",
        **dict.fromkeys(card_paths().values(), "image/png"),
    }


def test_a_page_without_incidents_has_an_empty_history() -> None:
    history = read(render_front(a_front(), base_path="/")["history"].body)

    assert history.one("main").text == "Incident history No incident has been published yet."


def test_the_newest_month_is_the_history_as_well() -> None:
    newest = render_month(a_month(an_incident(), months=["2026-11", "2026-09"]), base_path="/")
    older = render_month(a_month(month="2026-09", months=["2026-11", "2026-09"]), base_path="/")

    assert list(newest) == ["history/2026-11", "history"]
    assert list(older) == ["history/2026-09"]


@pytest.mark.parametrize("scene", scenes.FRONTS)
def test_the_same_part_gives_the_same_bytes(scene: str) -> None:
    first, second = (render_front(scenes.FRONTS[scene](), base_path="/") for _ in range(2))

    assert first == second


def test_the_headline_is_announced_and_never_in_colour_alone() -> None:
    page = front(scenes.page_wide())
    headline = page.one("div", role="status")

    assert headline.attributes["aria-live"] == "polite"
    assert headline.one("strong").text == "Major System Outage"
    assert headline.one("use").attributes["href"] == "#i-critical"
    assert page.one("title").text == "Major System Outage · Acme"
    assert page.one("h1").text == "Acme"


def test_updates_stand_in_the_order_of_events_with_the_newest_marked() -> None:
    incident = an_incident(
        "Slow",
        (IncidentStatus.INVESTIGATING, "First."),
        (IncidentStatus.IDENTIFIED, "Second."),
        (IncidentStatus.MONITORING, "Third."),
    )
    updates = front(a_front(open_incidents=[incident])).one("ol", class_="updates").all("li")

    assert [each.text for each in updates] == [
        "Investigating Nov 23, 12:02 UTC First.",
        "Identified Nov 23, 12:12 UTC Second.",
        "Monitoring Nov 23, 12:22 UTC Latest Third.",
    ]


def test_an_incident_tells_its_impact_its_status_and_what_it_affects() -> None:
    search = a_component("Search", ComponentStatus.PARTIAL_OUTAGE, group="Website")
    page = front(a_front(open_incidents=[an_incident("No results", impact=Impact.MAJOR, components=[search])]))
    incident = page.one("article")

    assert incident.one("p", class_="kind").text == "Major impact"
    assert incident.one("p", class_="meta").text == "Investigating · since Nov 23, 12:02 UTC"
    assert [each.text for each in incident.one("ul", class_="affected").all("li")] == [
        "Website - Search: Partial outage"
    ]


def test_a_page_wide_incident_says_so() -> None:
    incident = front(a_front(open_incidents=[an_incident(impact=Impact.CRITICAL)])).one("article")

    assert incident.one("p", class_="kind").text == "Critical impact Affects the service as a whole"


def test_components_stand_in_their_order_with_those_of_a_group_together() -> None:
    components = [
        a_component("Search", ComponentStatus.DEGRADED_PERFORMANCE, group="Website", description="Finds things."),
        a_component("Checkout", group="Website"),
        a_component("Mobile app"),
    ]
    section = front(a_front(components=components)).one("section", class_="components")
    group = section.one("details")

    assert "open" in group.attributes
    assert group.one("summary").text == "Website Degraded performance 100%"
    assert [each.text for each in group.all("li")] == [
        "SearchFinds things. Degraded performance 100%",
        "Checkout Operational 100%",
    ]
    assert section.all("li")[-1].text == "Mobile app Operational 100%"


def test_a_bar_draws_a_run_of_equal_days_as_one_shape_and_says_what_went_on() -> None:
    bar = a_bar(
        (60, 2, ComponentStatus.PARTIAL_OUTAGE), (0, 1, ComponentStatus.MAJOR_OUTAGE), known=80, hours=2, uptime=0.99999
    )
    page = front(a_front(components=[a_component()], bars={"API": bar}))
    drawing = page.one("span", class_="uptime").one("svg")

    assert [(each.attributes.get("class"), each.attributes["d"]) for each in drawing.all("path")] == [
        (None, "M0 6h10v2h-10z"),
        ("ok", "M10 3h19v5h-19z"),
        ("major", "M29 1h2v7h-2z"),
        ("ok", "M31 3h58v5h-58z"),
        ("critical", "M89 0h1v8h-1z"),
    ]
    label = "99.99% uptime in the last 90 days: Sep 24 – 25 Partial outage, 4 h; Nov 23 Major outage, 2 h"
    assert (drawing.attributes["role"], drawing.attributes["aria-label"]) == ("img", label)
    assert page.one("span", class_="uptime").text == "99.99%"


def test_a_good_bar_says_so_and_one_of_a_component_that_has_just_come_has_no_number() -> None:
    page = front(a_front(components=[a_component()], bars={"API": a_bar().model_copy(update={"uptime": None})}))

    assert page.one("span", class_="uptime").one("svg").attributes["aria-label"] == "Last 90 days: no problem"
    assert page.one("span", class_="uptime").text == ""


def test_the_page_says_what_counts() -> None:
    weights = WeightsView(major=100, partial=50, degraded=5)
    section = front(a_front(components=[a_component()], weights=weights)).one("section", class_="components")

    assert "counts 100%, a partial outage 50%, degraded performance 5%" in section.all("p")[-1].text


def test_resolved_incidents_are_filed_under_the_day_of_their_resolution_in_the_pages_zone() -> None:
    late = a_resolved_incident("Late", id="late00000001", ended=NOW.replace(day=22, hour=23, minute=30))
    early = a_resolved_incident("Early", id="early0000001", ended=NOW.replace(day=22, hour=22, minute=30))
    part = a_front(page=a_page(time_zone="Europe/Berlin"), recent_incidents=[late, early])
    section = front(part).one("section", **{"aria-labelledby": "resolved"})

    assert [each.text for each in (*section.all("h3"), *section.all("h4"))] == [
        "Monday, November 23, 2026",
        "Sunday, November 22, 2026",
        "Nov 17 – 21",
        "Late",
        "Early",
    ]
    assert section.all("article")[0].one("p", class_="meta").text == "Resolved 00:30 CET · 10 min · Minor impact"


def test_days_without_an_incident_say_so() -> None:
    section = front(a_front()).one("section", **{"aria-labelledby": "resolved"})

    assert [(heading.text, section.all("p")[0].text) for heading in section.all("h3")] == [
        ("Nov 17 – 23", "No incidents")
    ]


def test_without_a_public_archive_nothing_leads_to_the_history() -> None:
    page = a_page(has_archive=False)
    files = render_front(a_front(page=page, recent_incidents=[a_resolved_incident()]), base_path="/")
    files |= render_incident(an_incident_part(a_resolved_incident(), page=page), base_path="/")
    links = [
        each.attributes["href"] for path in ("", "incidents/incident0009") for each in read(files[path].body).all("a")
    ]

    assert "history" not in files
    assert [each for each in links if each.startswith("/history") and "." not in each] == []


def test_links_begin_at_the_base_and_other_peoples_at_the_public_address() -> None:
    part = a_front(open_incidents=[an_incident()], page=a_page(url="https://example.com/acme"))
    page = front(part, base_path="/acme/")
    paths = {each.attributes["href"].partition("#")[0] for each in page.all("a")} - {""}

    assert paths == {
        "/acme/",
        "/acme/incidents/incident0001",
        "/acme/history",
        "/acme/history.atom",
        "/acme/history.rss",
        "/acme/api/v2/summary.json",
    }
    assert page.one("link", rel="canonical").attributes["href"] == "https://example.com/acme/"
    assert [each.attributes["href"] for each in page.all("link", rel="alternate")] == [
        "https://example.com/acme/history.atom",
        "https://example.com/acme/history.rss",
    ]


def test_a_permalink_shows_what_each_update_did_and_has_an_anchor_for_it() -> None:
    api = a_component("API", ComponentStatus.MAJOR_OUTAGE)
    incident = an_incident(
        "API is down",
        (IncidentStatus.INVESTIGATING, "It is down."),
        (IncidentStatus.IDENTIFIED, "We know why."),
        (IncidentStatus.RESOLVED, "It is up."),
        impact=Impact.CRITICAL,
        components=[api],
    )
    page = read(render_incident(an_incident_part(incident), base_path="/")["incidents/incident0001"].body)
    updates = page.one("ol", class_="updates").all("li")

    assert page.one("h1").text == "API is down"
    assert "Resolved · Nov 23, 2026, 12:02 UTC – 12:22 UTC, 20 min" in page.one("main").text
    assert [[each.text for each in update.all("p", class_="changes")] for update in updates] == [
        ["API: Operational → Major outage"],
        [],
        ["API: Major outage → Operational"],
    ]
    assert [f"#{each.attributes['id']}" for each in updates] == [
        each.one("p", class_="when").one("a").attributes["href"] for each in updates
    ]


def test_a_month_lists_its_incidents_and_leads_to_the_others() -> None:
    month = a_month(a_resolved_incident("Logins failed"), months=["2026-11", "2026-09"])
    page = read(render_month(month, base_path="/acme/")["history/2026-11"].body)
    links = page.one("ul", class_="months").all("a")

    assert [each.text for each in page.one("section").all("h2")] == ["Logins failed"]
    assert "Resolved · Nov 22, 13:52 UTC – 14:02 UTC, 10 min" in page.one("section").text
    assert [(each.attributes["href"], each.text) for each in links] == [
        ("/acme/history/2026-11", "November 2026 11 incident"),
        ("/acme/history/2026-09", "September 2026 11 incident"),
    ]
    assert [each.attributes.get("aria-current") for each in links] == ["page", None]


def test_an_incident_over_midnight_names_both_days() -> None:
    incident = an_incident(
        "Night",
        (IncidentStatus.INVESTIGATING, "Dark."),
        (IncidentStatus.RESOLVED, "Light."),
        began=NOW.replace(hour=23, minute=55),
    )
    page = read(render_month(a_month(incident), base_path="/")["history"].body)

    assert "Nov 23, 23:55 UTC – Nov 24, 00:05 UTC, 10 min" in page.one("section").text


def test_nothing_typed_becomes_markup() -> None:
    component = a_component(HOSTILE, group=HOSTILE + "group", description=HOSTILE)
    incident = an_incident(HOSTILE, (IncidentStatus.RESOLVED, HOSTILE), components=[component])
    part = a_front(
        page=a_page(name=HOSTILE),
        headline=HeadlineView(text="All Systems Operational", indicator=Impact.NONE),
        components=[component],
        open_incidents=[incident],
        recent_incidents=[incident],
    )
    files = (
        render_front(part, base_path="/")
        | render_incident(an_incident_part(incident, page=part.page), base_path="/")
        | render_month(a_month(incident, page=part.page), base_path="/")
    )

    for path in ("", "incidents/incident0001", "history", "badge.svg"):
        document = read(files[path].body)
        assert [each.attributes.get("src") for each in document.all("script")] in ([], [f"/{LIVE_SCRIPT}"])
        assert [each.text for each in document.all("script")] in ([], [""])
        assert document.all("img") == []
        assert b"{{ 7 * 7 }}" in files[path].body
    assert front(part).one("h1").text == HOSTILE
    assert front(part).one("section", class_="components").one("li").text == f"{HOSTILE}{HOSTILE} Operational 100%"


def test_a_right_to_left_text_keeps_to_its_place() -> None:
    page = front(scenes.right_to_left())

    assert page.one("article").one("a", dir="auto").one("bdi").text == "بطء في صفحة الدفع"
    assert page.one("div", class_="message").attributes["dir"] == "auto"


@pytest.mark.parametrize("scene", scenes.FRONTS)
def test_the_policy_knows_the_one_style_sheet_and_nothing_else_holds_the_page_up(scene: str) -> None:
    body = render_front(scenes.FRONTS[scene](), base_path="/")[""].body
    style = body.partition(b"<style>")[2].partition(b"</style>")[0]
    page = read(body)

    assert f"style-src 'sha256-{b64encode(sha256(style).digest()).decode()}'" in CONTENT_SECURITY_POLICY
    assert page.all("link", rel="stylesheet") == []
    assert [(each.attributes["src"], each.attributes.get("defer")) for each in page.all("script")] == [
        (f"/{LIVE_SCRIPT}", "")
    ]
    assert not re.search(rb"<[^>]* (style|on\w+)=", body)


def test_a_page_s_own_look_is_its_logo_its_accent_and_its_links() -> None:
    part = scenes.own_look()
    files = render_front(part, base_path="/lamplight/")
    page = read(files[""].body)
    picture = page.one("h1").one("img")

    assert (picture.attributes["src"], picture.attributes["alt"]) == ("/lamplight/logo-0123456789.svg", "")
    assert part.logo is not None
    assert files["logo-0123456789.svg"].body == part.logo.content
    assert [(each.attributes["href"], each.text) for each in page.one("footer").all("a")][:2] == [
        ("https://lamplight.example", "lamplight.example"),
        ("mailto:support@lamplight.example", "Support"),
    ]
    assert [each.text for each in read(render_front(a_front(), base_path="/")[""].body).all("img")] == []


def test_an_accent_is_let_through_by_the_page_s_policy_and_no_other_style_is() -> None:
    body = render_front(scenes.own_look(), base_path="/")[""].body
    accent = body.split(b"<style>")[2].partition(b"</style>")[0]
    known = f"'sha256-{b64encode(sha256(accent).digest()).decode()}'"
    other = body.replace(accent, accent.replace(b"#7a1fa2", b"url(//example.com)"))

    assert b"--link:#7a1fa2" in accent
    assert represent(RenderedFile("text/html; charset=utf-8", body)).policy == (
        CONTENT_SECURITY_POLICY.replace("; img-src", f" {known}; img-src")
    )
    assert represent(RenderedFile("text/html; charset=utf-8", other)).policy == CONTENT_SECURITY_POLICY


def test_a_busy_front_page_fits_the_first_window() -> None:
    body = render_front(scenes.thirty_components(), base_path="/")[""].body

    assert len(brotli.compress(body, quality=6)) <= FIRST_WINDOW


def test_ids_are_unique() -> None:
    ids = re.findall(rb' id="([^"]+)"', render_front(scenes.thirty_components(), base_path="/")[""].body)

    assert len(ids) == len(set(ids))


def test_a_year_is_always_told_where_a_page_outlives_it() -> None:
    incident = an_incident(began=NOW - timedelta(days=400))
    page = read(render_incident(an_incident_part(incident), base_path="/")["incidents/incident0001"].body)

    assert "since Oct 19, 2025, 14:02 UTC" in page.one("main").text


def test_colours_of_its_own_are_in_the_page_and_let_through_in_folders_too() -> None:
    part = scenes.all_good()
    colours = {"paper": AccentView(light="#fff8f0", dark="#1a1410")}
    page = part.page.model_copy(update={"colours": colours})

    body = render_front(part.model_copy(update={"page": page}), base_path="/acme/")[""].body

    own = body.split(b"<style>")[2].partition(b"</style>")[0]
    assert own == b":root{--paper:#fff8f0;}@media(prefers-color-scheme:dark){:root{--paper:#1a1410;}}"
    policy = body.split(b'http-equiv="Content-Security-Policy" content="')[1].partition(b'"')[0].decode()
    hashed = b64encode(sha256(own).digest()).decode()
    assert hashed in unescape(policy)
    assert "frame-ancestors" not in policy
    assert "default-src 'none'" in unescape(policy)
