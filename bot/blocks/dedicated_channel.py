"""What an incident's own channel says at its top, and what is said where it could not be made. All plain or mrkdwn."""

from __future__ import annotations

from bot.blocks import limits
from bot.blocks.marks import mark
from bot.domain.incident import Incident
from bot.domain.texts import later, say
from bot.domain.wording import INCIDENT_STATUS

_TOPIC = 250
_BOOKMARK = 80

_REASONS = {
    "restricted_action": later(
        "{reference} has no {channel} of its own: the workspace's settings do not let it make one. "
        "An admin of the workspace can change that."
    ),
    "missing_scope": later(
        "{reference} has no {channel} of its own: it lacks a scope for that. Whoever runs Stormlamp brings the Slack "
        "app up to date with `manifest.yml` and installs it again."
    ),
}
_REFUSED = later("{reference} has no {channel} of its own: Slack refused it ({reason}).")


def topic(incident: Incident, *, permalink: str) -> str:
    """Plain. The address comes last and whole; the title gives way."""
    status = f"{mark(incident)} {say(INCIDENT_STATUS[incident.status])}"
    if incident.cancellation is not None:
        status = f"{mark(incident)} {say('Cancelled')}"
    end = f" · {permalink}" if incident.is_public else f" · {say('not on the status page')}"
    # A topic knows no mark-up, so nothing in it is escaped: `<!channel>` must not be read as a ping all the same.
    harmless = incident.title.replace("<", "‹").replace(">", "›")
    title = limits.cut(harmless, max(1, _TOPIC - len(status) - len(end) - len(" · ")))
    return f"{status} · {title}{end}"[:_TOPIC]


def bookmark_title(page_name: str) -> str:
    return limits.cut(say("On the status page of {page_name}", page_name=page_name), _BOOKMARK)


def not_made(incident: Incident, reason: str, *, is_private: bool) -> str:
    """mrkdwn. `reason` is Slack's error."""
    channel = say("private channel") if is_private else say("channel")
    sentences = [
        say(_REASONS.get(reason, _REFUSED), reference=incident.reference, channel=channel, reason=reason),
        *([say("No public one was made instead.")] if is_private else []),
        say("Everything else goes on as before."),
    ]
    return " ".join(sentences)
