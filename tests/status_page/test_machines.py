"""What other machines take from a page: cards, the site map, robots' rules and the banner for other sites."""

from __future__ import annotations

import struct
from xml.etree import ElementTree

import pytest

from bot.domain.incident import Impact
from bot.status_page.cards import card_paths
from bot.status_page.preview.parts import a_front, a_page, a_resolved_incident, an_incident, an_incident_part
from bot.status_page.renderer import render_front, render_incident
from bot.status_page.snapshot import HeadlineView
from tests.public_page import reader
from tests.status_page.reading import read
from tests.status_page.served import served

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
URL = "https://status.example.com"


@pytest.mark.parametrize(
    ("indicator", "tone"),
    [(Impact.NONE, "ok"), (Impact.MINOR, "minor"), (Impact.CRITICAL, "critical"), (Impact.MAINTENANCE, "maintenance")],
)
def test_a_link_to_the_page_is_shown_with_the_picture_of_its_state(indicator: Impact, tone: str) -> None:
    files = render_front(a_front(headline=HeadlineView(text="How It Is", indicator=indicator)), base_path="/")
    page = read(files[""].body)

    picture = page.one("meta", property="og:image").attributes["content"]

    assert picture == f"{URL}/{card_paths()[tone]}"
    assert page.one("meta", name="twitter:card").attributes["content"] == "summary_large_image"
    assert page.one("link", rel="canonical").attributes["href"] == f"{URL}/"
    assert files[card_paths()[tone]].content_type == "image/png"


def test_a_card_has_the_size_that_others_ask_for() -> None:
    files = render_front(a_front(), base_path="/")

    for path in card_paths().values():
        signature, width, height = struct.unpack(">8s8x2I", files[path].body[:24])
        assert (signature, width, height) == (b"\x89PNG\r\n\x1a\n", 1200, 630)


def test_each_state_has_a_picture_of_its_own() -> None:
    files = render_front(a_front(), base_path="/")

    assert len({files[path].body for path in card_paths().values()}) == len(card_paths()) == 6


def test_the_card_of_an_incident_is_that_of_its_impact() -> None:
    incident = an_incident(impact=Impact.MAJOR)
    page = read(render_incident(an_incident_part(incident), base_path="/")[f"incidents/{incident.id}"].body)

    assert page.one("meta", property="og:image").attributes["content"] == f"{URL}/{card_paths()['major']}"


def test_the_site_map_lists_the_page_its_months_and_its_incidents() -> None:
    part = a_front(open_incidents=[an_incident(id="incident0001")], recent_incidents=[a_resolved_incident()])
    document = ElementTree.fromstring(render_front(part, base_path="/")["sitemap.xml"].body)  # noqa: S314 - ours

    assert [each.text for each in document.iter(f"{SITEMAP}loc")] == [
        f"{URL}/",
        f"{URL}/history",
        f"{URL}/history/2026-11",
        f"{URL}/incidents/incident0001",
        f"{URL}/incidents/incident0009",
    ]


def test_robots_are_told_where_the_site_map_is() -> None:
    robots = render_front(a_front(), base_path="/")["robots.txt"].body.decode()

    assert robots == f"User-agent: *\nAllow: /\nSitemap: {URL}/sitemap.xml\n"


def test_the_banner_says_what_is_going_on_and_leads_there() -> None:
    part = a_front(open_incidents=[an_incident("Search <is> down", id="incident0001"), an_incident("More")])
    banner = read(render_front(part, base_path="/")["embed"].body)

    assert banner.one("strong").text == "Search <is> down"
    assert banner.one("small").text == "Acme · Investigating · 2 open incidents"
    assert banner.one("a").attributes["href"] == f"{URL}/incidents/incident0001"
    assert banner.all("script") == []


def test_the_banner_says_that_all_is_well() -> None:
    banner = read(render_front(a_front(page=a_page(name="Acme & Sons")), base_path="/")["embed"].body)

    assert banner.one("strong").text == "All Systems Operational"
    assert banner.one("small").text == "Acme & Sons · Current status"
    assert banner.one("a").attributes["href"] == f"{URL}/"


async def test_what_is_for_others_may_be_used_by_others() -> None:
    async with served() as site, reader(f"{site.url}/acme/") as browser:
        site.put(render_front(a_front(), base_path="/acme/"))
        for path in ("api/v2/summary.json", "history.atom", "badge.svg", "embed", "embed.js", card_paths()["ok"]):
            answer = await browser.head(path)
            assert (answer.status_code, answer.content) == (200, b"")
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
            again = await browser.get(path, headers={"if-none-match": answer.headers["etag"]})
            assert again.status_code == 304


async def test_only_the_banner_may_stand_in_a_frame() -> None:
    async with served() as site, reader(f"{site.url}/acme/") as browser:
        site.put(render_front(a_front(), base_path="/acme/"))

        page, banner = await browser.get(""), await browser.get("embed")

    assert page.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "x-frame-options" not in banner.headers
    assert "frame-ancestors *" in banner.headers["content-security-policy"]


async def test_a_card_may_be_kept_for_ever() -> None:
    async with served() as site, reader(f"{site.url}/acme/") as browser:
        site.put(render_front(a_front(), base_path="/acme/"))

        headers = (await browser.get(card_paths()["minor"])).headers

    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "content-encoding" not in headers
