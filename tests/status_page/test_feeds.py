"""The feeds that readers follow for years: ids that never change, and paragraphs that they match to the letter."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from bot.domain.incident import IncidentStatus
from bot.status_page.feeds import render_feeds
from bot.status_page.preview.parts import NOW, a_front, a_page, a_resolved_incident, an_incident
from bot.status_page.snapshot import FrontPart

ATOM = "{http://www.w3.org/2005/Atom}"


def atom(part: FrontPart) -> ElementTree.Element:
    return ElementTree.fromstring(render_feeds(part)["history.atom"].body)  # noqa: S314 - our own feed


def rss(part: FrontPart) -> ElementTree.Element:
    channel = ElementTree.fromstring(render_feeds(part)["history.rss"].body).find("channel")  # noqa: S314 - likewise
    assert channel is not None
    return channel


def an_incident_of_two_updates() -> FrontPart:
    incident = an_incident(
        "Slow <b>pages</b> & more",
        (IncidentStatus.INVESTIGATING, "Looking **into** it.\nSoon more."),
        (IncidentStatus.RESOLVED, "<script>alert(1)</script> & done"),
        began=NOW.replace(day=5),
    )
    return a_front(page=a_page(time_zone="Europe/Berlin"), recent_incidents=[incident])


CONTENT = (
    "<p><small>Nov <var data-var='date'>5</var>, <var data-var='time'>15:12</var> CET</small><br>"
    "<strong>Resolved</strong> - &lt;script&gt;alert(1)&lt;/script&gt; &amp; done</p>"
    "<p><small>Nov <var data-var='date'>5</var>, <var data-var='time'>15:02</var> CET</small><br>"
    "<strong>Investigating</strong> - Looking <strong>into</strong> it.<br>\nSoon more.</p>"
)


def test_an_atom_entry_carries_all_updates_the_newest_first() -> None:
    entry = atom(an_incident_of_two_updates()).find(f"{ATOM}entry")

    assert entry is not None
    assert [(each.tag.removeprefix(ATOM), each.text) for each in entry] == [
        ("id", "tag:status.example.com,2005:Incident/incident0001"),
        ("title", "Slow <b>pages</b> & more"),
        ("published", "2026-11-05T14:02:00.000Z"),
        ("updated", "2026-11-05T14:12:00.000Z"),
        ("link", None),
        ("content", CONTENT),
    ]


def test_an_rss_item_carries_the_same() -> None:
    item = rss(an_incident_of_two_updates()).find("item")

    assert item is not None
    assert [(each.tag, each.text) for each in item] == [
        ("guid", "tag:status.example.com,2005:Incident/incident0001"),
        ("title", "Slow <b>pages</b> & more"),
        ("link", "https://status.example.com/incidents/incident0001"),
        ("pubDate", "Thu, 05 Nov 2026 14:02:00 GMT"),
        ("description", CONTENT),
    ]


def test_a_feed_names_its_page_and_where_it_is_found() -> None:
    feed = atom(a_front())

    assert feed.findtext(f"{ATOM}id") == "tag:status.example.com,2005:/history"
    assert feed.findtext(f"{ATOM}title") == "Acme Status - Incident History"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-23T14:02:00.000Z"
    assert [(each.get("rel"), each.get("href")) for each in feed.findall(f"{ATOM}link")] == [
        ("alternate", "https://status.example.com/"),
        ("self", "https://status.example.com/history.atom"),
    ]
    assert parsedate_to_datetime(rss(a_front()).findtext("lastBuildDate") or "") == NOW


def test_a_page_below_its_hosts_root_has_an_id_of_its_own() -> None:
    feed = atom(a_front(page=a_page(url="http://127.0.0.1:8080/acme"), recent_incidents=[a_resolved_incident()]))

    assert feed.findtext(f"{ATOM}id") == "tag:127.0.0.1,2005:/acme/history"
    assert feed.findtext(f"{ATOM}entry/{ATOM}id") == "tag:127.0.0.1,2005:Incident/incident0009"


def test_the_feeds_list_the_latest_incidents_the_newest_first() -> None:
    part = a_front(open_incidents=[an_incident("New")], recent_incidents=[a_resolved_incident("Old")])

    assert [each.text for each in atom(part).findall(f"{ATOM}entry/{ATOM}title")] == ["New", "Old"]
    assert [each.text for each in rss(part).findall("item/title")] == ["New", "Old"]
