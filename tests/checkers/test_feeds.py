"""The feeds by the parsers of others, and by what RFC 4287 and RSS 2.0 ask for and parsers let pass."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from rss_parser import AtomParser, RSSParser

from bot.domain.incident import IncidentStatus
from bot.status_page.feeds import render_feeds
from bot.status_page.preview.parts import NOW, a_front, an_incident
from bot.status_page.preview.scenes import FRONTS, five_updates
from bot.status_page.snapshot import FrontPart

ATOM = "{http://www.w3.org/2005/Atom}"
#: RFC 4287, 3.3: the date and time of RFC 3339, with a capital T and Z, and an offset always.
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
#: RFC 822 with the four digits of the year that RSS 2.0 prefers.
RFC_822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})")


def troublesome() -> FrontPart:
    """What breaks feeds elsewhere: mark-up in titles, the end of a CDATA section, links without a host, bidi marks."""
    incident = an_incident(
        'Slow <b>pages</b> & "more" ]]> &amp; \u202eabc\u202c 🔥',
        (
            IncidentStatus.INVESTIGATING,
            "]]> &amp; <script>alert(1)</script>\n\n[here](/history) [there](//example.com)",
        ),
        (IncidentStatus.RESOLVED, "<https://example.com/?a=1&b=2> and [a report](https://example.com/\U0001f525)"),
    )
    return a_front(recent_incidents=[incident])


SCENES = {**FRONTS, "troublesome": troublesome}
every_scene = pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES.keys())
Scene = Callable[[], FrontPart]


def feed(part: FrontPart, kind: str) -> bytes:
    return render_feeds(part)[f"history.{kind}"].body


def parsed(part: FrontPart, kind: str) -> ElementTree.Element:
    return ElementTree.fromstring(feed(part, kind))  # noqa: S314 - our own feed


def texts(element: ElementTree.Element, *path: str) -> list[str]:
    return [each.text or "" for each in element.findall("/".join(path))]


class Addresses(HTMLParser):
    """Each address that a reader would follow or load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src", "cite", "action", "poster"}]


@pytest.mark.parametrize(("kind", "version"), [("atom", "atom10"), ("rss", "rss20")])
@every_scene
def test_the_universal_feed_parser_has_nothing_to_mend(scene: Scene, kind: str, version: str) -> None:
    part = scene()
    headers = {"content-type": render_feeds(part)[f"history.{kind}"].content_type}

    found = feedparser.parse(BytesIO(feed(part, kind)), response_headers=headers, sanitize_html=False)

    assert (found.bozo, found.version, found.encoding) == (False, version, "utf-8")
    assert [each.title for each in found.entries] == [each.title for each in part.latest_incidents]
    assert [each.link for each in found.entries] == [
        f"{part.page.url}/incidents/{each.id}" for each in part.latest_incidents
    ]
    assert all(each.published_parsed for each in found.entries)


@every_scene
def test_a_parser_of_typed_models_finds_what_each_must_have(scene: Scene) -> None:
    part = scene()

    # Its models are typed, what it returns is not.
    atom: Any = AtomParser.parse(feed(part, "atom"))
    rss: Any = RSSParser.parse(feed(part, "rss"))

    expected = [each.title for each in part.latest_incidents]
    assert [each.content.title.content for each in atom.feed.content.entries] == expected
    assert [each.content.title.content for each in rss.channel.content.items] == expected
    assert atom.feed.content.updated.content == part.page.updated_at
    assert rss.channel.content.last_build_date.content == part.page.updated_at


@every_scene
def test_an_atom_feed_has_what_the_rfc_demands_once_and_nothing_that_it_does_not_know(scene: Scene) -> None:
    root = parsed(scene(), "atom")

    for element, often in ((root, {"link", "entry"}), *((each, {"link"}) for each in root.findall(f"{ATOM}entry"))):
        names = [child.tag.removeprefix(ATOM) for child in element]
        assert {"id", "title", "updated", "link"} <= set(names) <= _KNOWN
        assert {name for name in names if names.count(name) > 1} <= often
    assert texts(root, f"{ATOM}author", f"{ATOM}name") != [""]


_KNOWN = {"id", "title", "updated", "published", "author", "link", "content", "entry"}


@every_scene
def test_what_identifies_an_entry_is_an_iri_and_belongs_to_it_alone(scene: Scene) -> None:
    part = scene()
    atom, rss = parsed(part, "atom"), parsed(part, "rss")
    ids = [*texts(atom, f"{ATOM}id"), *texts(atom, f"{ATOM}entry", f"{ATOM}id")]

    assert len(set(ids)) == len(ids)
    assert [each for each in ids if not re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}:[\w/.-]+", each)] == []
    assert texts(rss, "channel", "item", "guid") == ids[1:]
    assert {each.get("isPermaLink") for each in rss.iter("guid")} <= {"false"}


@every_scene
def test_each_feed_says_where_it_and_its_page_are_with_whole_addresses(scene: Scene) -> None:
    part = scene()
    atom, rss = parsed(part, "atom"), parsed(part, "rss")

    links = [(each.get("rel"), each.get("type"), each.get("href")) for each in atom.findall(f"{ATOM}link")]
    assert links == [
        ("alternate", "text/html", f"{part.page.url}/"),
        ("self", "application/atom+xml", f"{part.page.url}/history.atom"),
    ]
    (itself,) = rss.findall(f"channel/{ATOM}link")
    assert (itself.get("rel"), itself.get("href")) == ("self", f"{part.page.url}/history.rss")
    contents = [*texts(atom, f"{ATOM}entry", f"{ATOM}content"), *texts(rss, "channel", "item", "description")]
    addresses = [
        *(each.get("href", "") for each in atom.iter(f"{ATOM}link")),
        *(each.text or "" for each in rss.iter("link")),
        *(address for content in contents for address in Addresses(content).found),
    ]
    assert [each for each in addresses if not re.match(r"https?://[^/]|mailto:.", each)] == []


@every_scene
def test_times_are_written_as_the_standards_write_them_and_none_is_before_what_it_follows(scene: Scene) -> None:
    part = scene()
    atom, rss = parsed(part, "atom"), parsed(part, "rss")

    for written in (each.text or "" for each in atom.iter() if each.tag in {f"{ATOM}updated", f"{ATOM}published"}):
        assert RFC_3339.fullmatch(written)
    for written in (each.text or "" for each in rss.iter() if each.tag in {"pubDate", "lastBuildDate"}):
        assert RFC_822.fullmatch(written)
        assert parsedate_to_datetime(written) <= part.page.updated_at
    changed = datetime.fromisoformat(atom.findtext(f"{ATOM}updated", ""))
    for entry in atom.findall(f"{ATOM}entry"):
        published, updated = (
            datetime.fromisoformat(entry.findtext(f"{ATOM}{name}", "")) for name in ("published", "updated")
        )
        assert published <= updated <= changed


@every_scene
def test_an_rss_feed_has_what_the_specification_demands(scene: Scene) -> None:
    root = parsed(scene(), "rss")

    assert (root.tag, root.get("version"), [each.tag for each in root]) == ("rss", "2.0", ["channel"])
    assert all(len(texts(root, "channel", name)) == 1 for name in ("title", "link", "description", "lastBuildDate"))
    for item in root.iter("item"):
        assert sorted(each.tag for each in item) == ["description", "guid", "link", "pubDate", "title"]


def test_an_incident_that_goes_on_under_another_title_keeps_its_identity_and_first_date_and_is_newer() -> None:
    before = five_updates()
    incident = before.open_incidents[0]
    later = NOW + timedelta(minutes=5)
    update = incident.updates[-1].model_copy(update={"id": "update-later", "created_at": later})
    changed = incident.model_copy(
        update={"title": "It was the database", "updates": (*incident.updates, update), "updated_at": later}
    )
    others = tuple(each for each in before.latest_incidents if each.id != incident.id)
    after = before.model_copy(
        update={
            "revision": before.revision + 1,
            "page": before.page.model_copy(update={"updated_at": later}),
            "latest_incidents": (changed, *others),
        }
    )

    def told(part: FrontPart, *path: str) -> list[str]:
        return texts(parsed(part, "atom"), *(f"{ATOM}{each}" for each in path))

    for kept in (("id",), ("entry", "id"), ("entry", "published")):
        assert told(after, *kept) == told(before, *kept)
    assert told(after, "entry", "updated")[0] > told(before, "entry", "updated")[0]
    assert told(after, "entry", "updated")[1:] == told(before, "entry", "updated")[1:]
    assert told(after, "updated") > told(before, "updated")
    guids = ("channel", "item", "guid")
    assert texts(parsed(after, "rss"), *guids) == texts(parsed(before, "rss"), *guids)
