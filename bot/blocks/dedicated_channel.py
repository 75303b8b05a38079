"""What an incident's own channel says at its top, and what is said where it could not be made. All plain or mrkdwn."""

from __future__ import annotations

from bot.blocks import limits
from bot.blocks.marks import mark
from bot.domain.incident import Incident
from bot.domain.wording import INCIDENT_STATUS

_TOPIC = 250
_BOOKMARK = 80

_REASONS = {
    "restricted_action": "the workspace's settings do not let it make one. An admin of the workspace can change that",
    "missing_scope": "it lacks a scope for that. Whoever runs Stormlamp brings the Slack app up to date with "
    "`manifest.yml` and installs it again",
}


def topic(incident: Incident, *, permalink: str) -> str:
    """Plain. The address comes last and whole; the title gives way."""
    status = f"{mark(incident)} {INCIDENT_STATUS[incident.status]}"
    if incident.cancellation is not None:
        status = f"{mark(incident)} Cancelled"
    end = f" · {permalink}" if incident.is_public else " · not on the status page"
    title = limits.cut(incident.title, max(1, _TOPIC - len(status) - len(end) - len(" · ")))
    return f"{status} · {title}{end}"[:_TOPIC]


def bookmark_title(page_name: str) -> str:
    return limits.cut(f"On the status page of {page_name}", _BOOKMARK)


def not_made(incident: Incident, reason: str, *, is_private: bool) -> str:
    """mrkdwn. `reason` is Slack's error."""
    kind = "private channel" if is_private else "channel"
    why = _REASONS.get(reason, f"Slack refused it ({reason})")
    never = " No public one was made instead." if is_private else ""
    return f"{incident.reference} has no {kind} of its own: {why}.{never} Everything else goes on as before."
