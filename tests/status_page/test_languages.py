"""Every language has every word, and a page in it is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from bot.domain import wording
from bot.domain.component import ComponentStatus
from bot.domain.headline import of_components
from bot.domain.page import DEFAULT_LOCALE, LOCALES
from bot.status_page import languages
from bot.status_page.languages import CATALOGUES, IMPACT, language
from bot.status_page.preview import scenes
from bot.status_page.preview.parts import a_page
from bot.status_page.preview.writing import pages_of
from bot.status_page.renderer import render_front
from tests.status_page.reading import read

TRANSLATED = [tag for tag in LOCALES if tag != DEFAULT_LOCALE]
HEADLINES = {
    of_components(statuses).text
    for status in ComponentStatus
    for statuses in ([status], [status, ComponentStatus.OPERATIONAL])
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")


def said() -> Iterator[str | tuple[str, ...]]:
    """Every message that the page can say, in English."""
    templates = CATALOGUES.parent / "status_page"
    for _, _, message, _, _ in extract_from_dir(templates, [("**.html", "jinja2")]):
        yield message
    for _, message, _, _ in extract_from_file("python", Path(languages.__file__)):
        yield message
    yield from (
        *(word.text for word in (*wording.INCIDENT_STATUS.values(), *wording.COMPONENT_STATUS.values())),
        *IMPACT.values(),
        *HEADLINES,
    )


def catalogue_of(tag: str) -> Catalog:
    with open(CATALOGUES / f"{tag}.po", "rb") as file:
        return read_po(file, locale=tag.replace("-", "_"))


def test_english_needs_no_catalogue_and_every_other_language_has_one() -> None:
    assert {path.stem for path in CATALOGUES.glob("*.po")} == set(TRANSLATED)


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_catalogue_has_every_message_and_none_that_is_not_said(tag: str) -> None:
    catalogue = catalogue_of(tag)

    assert {message.id for message in catalogue if message.id} == set(said())
    assert [message.id for message in catalogue if message.fuzzy and message.id] == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_translation_is_there_in_every_number_with_the_same_places_to_fill_in(tag: str) -> None:
    catalogue = catalogue_of(tag)
    for message in catalogue:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[0]
        string = message.string
        translations = [string] if isinstance(string, str) else list(string or ())
        assert len(translations) == (1 if isinstance(message.id, str) else catalogue.num_plurals), english
        for translation in translations:
            assert sorted(PLACEHOLDER.findall(translation)) == sorted(PLACEHOLDER.findall(english)), english
            assert translation.strip() == translation != "", english


@pytest.mark.parametrize("tag", LOCALES)
def test_a_page_says_its_language_and_direction_and_none_of_its_own_words_in_english(tag: str) -> None:
    part = scenes.thirty_components().model_copy(update={"page": a_page(locale=tag)})
    pages = {path: read(file.body) for path, file in pages_of(part, base_path="/") if "html" in file.content_type}

    assert set(pages) >= {"", "history", "incidents/openincident1"}
    for path, page in pages.items():
        html = page.one("html")
        assert (html.attributes["lang"], html.attributes["dir"]) == (tag, "rtl" if tag == "ar" else "ltr")
        if path == "embed":
            continue
        english = {"Incident history", "Current status", "Skip to content", "Open incidents", "Updates", "Months"}
        words = {each.text for name in ("a", "h1", "h2", "p") for each in page.all(name)}
        assert bool(words & english) == (tag == DEFAULT_LOCALE), path


def test_numbers_and_dates_are_written_as_the_language_does() -> None:
    part = scenes.thirty_components().model_copy(update={"page": a_page(locale="de", time_zone="Europe/Berlin")})
    page = read(render_front(part, base_path="/")[""].body)
    (bar,) = [each for each in page.all("span", class_="uptime") if each.text == "99,98 %"][1:]

    assert bar.one("svg").attributes["aria-label"] == (
        "99,98\u00a0% Verfügbarkeit in den letzten 90 Tagen: 23. Nov. Teilweiser Ausfall, 1 Std."
    )
    assert "Stand: 23. Nov. 2026, 15:02 CET. Alle Zeiten in Europe/Berlin." in page.one("footer").text
    assert "2 offene Vorfälle" in page.one("main").text


@pytest.mark.parametrize(
    ("minutes", "english", "polish"),
    [
        (0, "less than a minute", "mniej niż minuta"),
        (59, "59 min", "59 min"),
        (60, "1 h", "1 godz."),
        (75, "1 h 15 min", "1 godz. 15 min"),
        (24 * 60 + 61, "1 d 1 h", "1 d. 1 godz."),
        (48 * 60 + 59, "2 d", "2 d."),
    ],
)
def test_a_length_has_its_two_largest_units(minutes: int, english: str, polish: str) -> None:
    length = timedelta(minutes=minutes, seconds=59)

    assert (language("en").length(length), language("pl").length(length)) == (english, polish)
