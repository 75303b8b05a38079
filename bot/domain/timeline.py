"""The whole record of an incident in the order of events, as Markdown, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.incident import NO_COMPONENTS, Incident, Update
from bot.domain.note import Note
from bot.domain.state import Found
from bot.domain.texts import later, say
from bot.domain.wording import COMPONENT_STATUS, IMPACT, INCIDENT_STATUS, duration

_TIME = "%Y-%m-%d %H:%M:%S UTC"
#: What the updates and notes tell already.
_TOLD = {"declare", "update", "resolve", "reopen", "publish", "note", "correct", "retract", "cancel", "backfill"}


class Format(StrEnum):
    MARKDOWN = "md"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`kind` is an update, a correction, a note, or another act."""

    at: datetime
    kind: str
    who: str
    what: str
    text: str = ""
    permalink: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An act of the audit record, as far as a timeline tells it."""

    at: datetime
    act: str
    who: str
    details: Mapping[str, object]


def timeline(found: Found, notes: Iterable[Note], deeds: Iterable[Deed]) -> list[Entry]:
    incident = found.incident
    entries = [
        *_updates(found),
        *(entry for update in incident.updates for entry in _corrections(update)),
        *(
            Entry(at=n.at, kind="note", who=n.author.name, what=say("Note"), text=n.text, permalink=n.permalink)
            for n in notes
        ),
        *(
            Entry(at=deed.at, kind="act", who=deed.who, what=deed.act, text=_details(deed.details))
            for deed in deeds
            if deed.act not in _TOLD
        ),
    ]
    if incident.cancellation is not None:
        cancelled = incident.cancellation
        entries.append(
            Entry(at=cancelled.at, kind="act", who=cancelled.author.name, what=say("Cancelled"), text=cancelled.reason)
        )
    return sorted(entries, key=lambda entry: entry.at)


def written(found: Found, entries: Sequence[Entry], form: Format) -> str:
    return _WRITERS[form](found, entries)


def _updates(found: Found) -> Iterator[Entry]:
    status, components = None, NO_COMPONENTS
    for update in found.incident.updates:
        changes = [] if update.status is status else [say(INCIDENT_STATUS[update.status])]
        changes += [
            f"{found.catalogue.name(id)}: {say(COMPONENT_STATUS[each])}"
            for id, each in update.components.items()
            if components.get(id) is not each
        ]
        where = later("Internal update {position}") if update.is_internal else later("Update {position}")
        yield Entry(
            at=update.created_at,
            kind="update",
            who=update.author.name,
            what=say(where, position=update.position) + (f" ({', '.join(changes)})" if changes else ""),
            text=update.message,
        )
        status, components = update.status, update.components


def _note(note: Note) -> Entry:
    return Entry(
        at=note.at, kind="note", who=note.author.name, what=say("Note"), text=note.text, permalink=note.permalink
    )


def _corrections(update: Update) -> Iterator[Entry]:
    for number, each in enumerate(update.corrections, start=1):
        is_last = number == len(update.corrections)
        was_withdrawn = update.is_withdrawn and is_last
        what = later("Withdrew update {position}") if was_withdrawn else later("Corrected update {position}")
        yield Entry(
            at=each.at,
            kind="correction",
            who=each.author.name,
            what=say(what, position=update.position),
            text=say("It said before: {message}", message=each.message),
        )


def _details(details: Mapping[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in details.items())


def _as_markdown(found: Found, entries: Sequence[Entry]) -> str:
    incident = found.incident
    lines = [
        f"# {incident.reference} {incident.title}",
        "",
        *(f"- {line}" for line in _facts(found)),
        "",
        f"## {say('Timeline')}",
    ]
    for entry in entries:
        source = f" ([{say('source')}]({entry.permalink}))" if entry.permalink else ""
        lines += ["", f"### {entry.at:{_TIME}}: {entry.what}, {entry.who}{source}"]
        if entry.text:
            lines += ["", *(f"> {line}".rstrip() for line in entry.text.splitlines())]
    return "\n".join(lines) + "\n"


def _facts(found: Found) -> list[str]:
    incident: Incident = found.incident
    return [
        say("Page: {page}", page=found.page.name),
        say("Status: {status}", status=say(INCIDENT_STATUS[incident.status])),
        say("Impact: {impact}", impact=say(IMPACT[incident.impact])),
        say("Started: {time}", time=_time(incident.started_at)),
        say("Declared: {time}", time=_time(incident.created_at)),
        *([say("Resolved: {time}", time=_time(incident.resolved_at))] if incident.resolved_at else []),
        *([say("Took: {duration}", duration=duration(incident.duration))] if incident.duration is not None else []),
    ]


def _time(moment: datetime) -> str:
    return f"{moment:{_TIME}}"


def _as_json(found: Found, entries: Sequence[Entry]) -> str:
    incident = found.incident
    document = {
        "incident": incident.reference,
        "title": incident.title,
        "page": found.page.slug,
        "status": incident.status,
        "impact": incident.impact,
        "started_at": incident.started_at.isoformat(),
        "declared_at": incident.created_at.isoformat(),
        "resolved_at": incident.resolved_at.isoformat() if incident.resolved_at else None,
        "timeline": [_row(entry) for entry in entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _as_csv(_found: Found, entries: Sequence[Entry]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=["at", "kind", "who", "what", "text", "permalink"])
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in _row(entry).items()} for entry in entries)
    return out.getvalue()


def _harmless(value: str) -> str:
    """A spreadsheet would run what begins so as a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value


def _row(entry: Entry) -> dict[str, str]:
    return {
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "who": entry.who,
        "what": entry.what,
        "text": entry.text,
        "permalink": entry.permalink,
    }


_WRITERS: Mapping[Format, Callable[[Found, Sequence[Entry]], str]] = {
    Format.MARKDOWN: _as_markdown,
    Format.JSON: _as_json,
    Format.CSV: _as_csv,
}
