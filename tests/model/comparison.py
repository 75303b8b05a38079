"""Holds what the database, the threads and the page say against the model, once all is at rest."""

from __future__ import annotations

import re
from typing import Any

from bot.domain.wording import COMPONENT_STATUS, INCIDENT_STATUS
from bot.sandbox.person import readable
from bot.use_cases.find_incidents import FindIncidents
from tests.delivery.desk import says
from tests.model.record import Incident, Record
from tests.model.world import World

_STATUS_WORDS: dict[str, str] = {status.value: word.text for status, word in INCIDENT_STATUS.items()}
_COMPONENT_WORDS: dict[str, str] = {status.value: word.text for status, word in COMPONENT_STATUS.items()}
_ROW = re.compile(r'<li class="row"><div><bdi>(\w+)</bdi>.*?<span class="state .*?</svg> ([\w ]+)</span>', re.DOTALL)
_TITLE = re.compile(r'<h3 class="title"><a [^>]*><bdi>(\w+)</bdi>')
_PAST = re.compile(r'<article class="past">\s*<h4 [^>]*><a [^>]*><bdi>(\w+)</bdi>')
_MESSAGE = re.compile(r'<div class="message[^>]*>(?:<p>)?([^<]*)')
_TEXTS = {".html", ".json", ".atom", ".rss", ".xml", ".svg"}


async def compare(world: World, record: Record) -> None:
    """Raises AssertionError with what differs."""
    await _compare_record(world, record)
    for incident in record.incidents:
        _compare_thread(world, incident)
    announced = [each for each in world.sandbox.messages("incidents") if each.bot_id and not each.is_reply]
    assert len(announced) == len(record.incidents), "an announcement stands there twice, or not at all"
    await _compare_summary(world, record)
    _compare_front((await world.read("acme/")).text, world, record)
    _compare_front((world.public / "acme" / "index.html").read_text(encoding="utf-8"), world, record)
    await _compare_permalinks(world, record)
    _compare_words(world, record)


async def _compare_record(world: World, record: Record) -> None:
    listing = await FindIncidents(world.database).listed(resolved=None, per_leaf=1_000)
    found = sorted((each for each in listing.incidents), key=lambda each: each.incident.number)
    assert [each.incident.title for each in found] == [each.title for each in record.incidents]
    async with world.database.reading() as uow:
        for each, expected in zip(found, record.incidents, strict=True):
            incident = each.incident
            assert [
                (
                    update.message,
                    update.status.value,
                    {each.catalogue.name(id): status.value for id, status in update.components.items()},
                    (update.is_internal, update.is_withdrawn, bool(update.corrections)),
                )
                for update in incident.updates
            ] == [
                (
                    update.text,
                    update.status,
                    update.components,
                    (update.is_internal, update.is_withdrawn, update.is_corrected),
                )
                for update in expected.updates
            ], incident.reference
            notes = [note.text for note in await uow.notes.of_incident(incident.number)]
            beside = (incident.cancellation is not None, incident.lead_slack_id, notes)
            assert beside == (expected.is_cancelled, expected.lead, expected.notes), (beside, expected)


def _compare_thread(world: World, incident: Incident) -> None:
    reference = f"INC-{incident.number}"
    [announcement] = [
        each
        for each in world.sandbox.messages("incidents")
        if each.bot_id and not each.is_reply and each.text.startswith(f"{reference} ")
    ]
    shown = readable(announcement)
    assert incident.title in shown
    assert _STATUS_WORDS[incident.last.status] in shown, shown
    assert ("*Cancelled*" in shown) is incident.is_cancelled, shown
    assert (f"Lead: <@{incident.lead}>" in shown) is (incident.lead is not None), shown
    for name, status in incident.last.components.items():
        assert f"{name}: {_COMPONENT_WORDS[status]}" in shown, shown
    replies = [each for each in world.sandbox.thread("incidents", announcement) if not each.text.startswith("⏰")]
    said = [says(each) for each in replies]
    assert said == [update.text for update in incident.updates], (reference, said, incident.updates)
    for reply, update in zip(replies, incident.updates, strict=True):
        shown = readable(reply)
        assert _STATUS_WORDS[update.status] in shown, shown
        assert ("corrected by" in shown) is (update.is_corrected and not update.is_withdrawn), shown
        assert ("withdrawn by" in shown) is update.is_withdrawn, shown
        assert ("Internal" in shown) is update.is_internal, shown
        assert update.is_internal or "On the page" in shown, shown


async def _compare_summary(world: World, record: Record) -> None:
    summary: dict[str, Any] = (await world.read("acme/api/v2/summary.json")).json()
    on_disk = (world.public / "acme" / "api" / "v2" / "summary.json").read_bytes()
    assert (await world.read("acme/api/v2/summary.json")).content == on_disk
    text, indicator = record.headline
    assert summary["status"] == {"indicator": indicator, "description": text}
    assert {each["name"]: each["status"] for each in summary["components"]} == record.shown
    assert [_told(each) for each in summary["incidents"]] == [_expected(each) for each in record.open]
    latest: dict[str, Any] = (await world.read("acme/api/v2/incidents.json")).json()
    public = [each for each in record.incidents if each.is_public]
    newest_first = sorted(public, key=lambda each: each.public_updates[0].at, reverse=True)
    assert [_told(each) for each in latest["incidents"]] == [_expected(each) for each in newest_first]


def _told(incident: dict[str, Any]) -> tuple[Any, ...]:
    return (
        incident["name"],
        incident["status"],
        incident["impact"],
        [(each["status"], each["body"]) for each in incident["incident_updates"]],
    )


def _expected(incident: Incident) -> tuple[Any, ...]:
    updates = [(each.status, each.text) for each in reversed(incident.public_updates)]
    return incident.title, incident.last.status, incident.impact, updates


def _compare_front(html: str, world: World, record: Record) -> None:
    text, _ = record.headline
    assert f"<strong>{text}</strong>" in html
    assert dict(_ROW.findall(html)) == {name: _COMPONENT_WORDS[status] for name, status in record.shown.items()}
    front, _, past = html.partition('<h2 id="resolved">')
    assert sorted(_TITLE.findall(front)) == sorted(each.title for each in record.open)
    assert sorted(_PAST.findall(past)) == sorted(each.title for each in record.recent(world.clock()))
    for incident in record.open:
        assert all(update.text in front for update in incident.public_updates), incident.title


async def _compare_permalinks(world: World, record: Record) -> None:
    listing = await FindIncidents(world.database).listed(resolved=None, per_leaf=1_000)
    for found in listing.incidents:
        incident = record.incidents[found.incident.number - 1]
        page = await world.read(f"acme/incidents/{found.incident.id}")
        on_disk = world.public / "acme" / "incidents" / found.incident.id / "index.html"
        assert (page.status_code == 200, on_disk.exists()) == (incident.is_public, incident.is_public), incident.title
        if incident.is_public:
            for html in (page.text, on_disk.read_text(encoding="utf-8")):
                assert _MESSAGE.findall(html) == [each.text for each in incident.public_updates]


def _compare_words(world: World, record: Record) -> None:
    """Nothing that the public may not read stands in any file, and all else stands in one."""
    files = [path for path in world.public.rglob("*") if path.suffix in _TEXTS]
    written = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert record.public_words == {word for word in record.words if re.search(rf"\b{word}\b", written)}
    assert not {word for word in record.withdrawn_words if re.search(rf"\b{word}\b", written)}
