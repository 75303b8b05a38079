"""A draft of what there is to learn from an incident, made of the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.incident import Incident, IncidentStatus
from bot.domain.state import Found
from bot.domain.texts import later, say
from bot.domain.timeline import Entry
from bot.domain.wording import COMPONENT_STATUS, IMPACT, duration

_QUESTIONS = (
    later("What did users notice, and how many of them?"),
    later("What was the cause, and why did it lead to this?"),
    later("How was it found, and could it have been found earlier?"),
    later("What helped, and what stood in the way?"),
    later("What will be changed, by whom and until when?"),
)


def postmortem_draft(found: Found, entries: Sequence[Entry]) -> str:
    """Markdown for people to finish."""
    incident = found.incident
    lines = [
        f"# {say('Postmortem: {title}', title=incident.title)}",
        "",
        say(
            "{reference}, {started_at:%Y-%m-%d}. Blame nobody: people did what made sense to them.",
            reference=incident.reference,
            started_at=incident.started_at,
        ),
        "",
        f"## {say('Summary')}",
        "",
        incident.last_update.message,
        "",
        "- " + say("Impact: {impact}", impact=say(IMPACT[incident.impact])),
        *(f"- {name}: {status}" for name, status in _worst(found)),
        *(f"- {name}: {length}" for name, length in _lengths(incident)),
        "",
        f"## {say('Timeline')}",
        "",
    ]
    for entry in entries:
        text = f": {' '.join(entry.text.split())}" if entry.text else ""
        lines.append(f"- {entry.at:%H:%M} UTC, {entry.what} ({entry.who}){text}")
    lines += ["", f"## {say('Open questions')}", "", *(f"- {say(question)}" for question in _QUESTIONS), ""]
    return "\n".join(lines)


def _worst(found: Found) -> list[tuple[str, str]]:
    worst: dict[str, int] = {}
    words: dict[str, str] = {}
    for update in found.incident.updates:
        for id, status in update.components.items():
            name = found.catalogue.name(id)
            if status.badness > worst.get(name, 0):
                worst[name], words[name] = status.badness, say(COMPONENT_STATUS[status])
    return list(words.items())


def _lengths(incident: Incident) -> list[tuple[str, str]]:
    """From its start to the first update of each status."""
    named = {
        say("Time to identify"): IncidentStatus.IDENTIFIED,
        say("Time to fix"): IncidentStatus.MONITORING,
        say("Time to resolve"): IncidentStatus.RESOLVED,
    }
    return [
        (name, say("unknown") if (length := time_to(incident, status)) is None else duration(length))
        for name, status in named.items()
    ]


def time_to(incident: Incident, status: IncidentStatus) -> timedelta | None:
    """From its start to the first update with that status; None if there is none."""
    at = next((update.created_at for update in incident.updates if update.status is status), None)
    return None if at is None else max(at - incident.started_at, timedelta(0))
