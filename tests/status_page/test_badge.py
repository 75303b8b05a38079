from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact
from bot.status_page.badge import render_badges
from bot.status_page.preview.parts import a_component, a_front, a_page
from bot.status_page.snapshot import HeadlineView

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("indicator", Impact)
def test_a_badge_says_the_headline_in_words_and_in_its_colour(indicator: Impact) -> None:
    headline = HeadlineView(text="How It Is", indicator=indicator)
    picture = ElementTree.fromstring(render_badges(a_front(headline=headline))["badge.svg"].body)  # noqa: S314 - ours

    assert picture.get("aria-label") == picture.findtext(f"{SVG}title") == "Acme: How It Is"
    assert [each.text for each in picture.iter(f"{SVG}text")] == ["Acme", "How It Is"]


def test_each_indicator_has_a_colour_of_its_own() -> None:
    headlines = [HeadlineView(text="How It Is", indicator=indicator) for indicator in Impact]

    assert len({render_badges(a_front(headline=each))["badge.svg"].body for each in headlines}) == len(Impact)


def test_a_badge_is_as_wide_as_its_words() -> None:
    short, long = (
        ElementTree.fromstring(render_badges(a_front(page=a_page(name=name)))["badge.svg"].body)  # noqa: S314 - ours
        for name in ("A", "Another page with a longer name")
    )

    assert int(short.attrib["width"]) < int(long.attrib["width"])


@pytest.mark.parametrize(
    ("status", "words"),
    [(ComponentStatus.OPERATIONAL, "Operational"), (ComponentStatus.MAJOR_OUTAGE, "Major outage")],
)
def test_each_component_has_a_badge_of_its_own(status: ComponentStatus, words: str) -> None:
    component = a_component("Search & <Find>", status)
    badge = render_badges(a_front(components=[component]))[f"badge/{component.id}.svg"]
    picture = ElementTree.fromstring(badge.body)  # noqa: S314 - ours

    assert [each.text for each in picture.iter(f"{SVG}text")] == ["Search & <Find>", words]
