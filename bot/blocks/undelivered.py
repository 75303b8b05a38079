"""What a responder reads of a message that Slack did not let us post, with the way out. All mrkdwn."""

from __future__ import annotations

from bot.domain.incident import Incident
from bot.domain.texts import later, say

_RESTRICTED = later("<#{channel}> lets only some people post. {saved} It is posted there once Stormlamp may.")
_BARRED = {
    "is_archived": later("<#{channel}> is archived. {saved} It is posted there once the channel is unarchived."),
    "restricted_action": _RESTRICTED,
    "restricted_action_read_only_channel": _RESTRICTED,
}
_NOT_INVITED = later(
    "Stormlamp can't post in <#{channel}>: it is not a member of that channel. {saved} "
    "Type `/invite @Stormlamp` there, and it is posted at once."
)


def barred(incident: Incident, channel: str, reason: str) -> str:
    """`reason` is Slack's error."""
    return say(_BARRED.get(reason, _NOT_INVITED), channel=channel, saved=_saved(incident))


def set_aside(incident: Incident, channel: str, reason: str) -> str:
    """`reason` is in words, without a stop at its end."""
    return say(
        "A message about {reference} could not be posted in <#{channel}>: {reason}. {saved} "
        "Whoever runs Stormlamp can send it again, once that is mended: `stormlamp outbox list`.",
        reference=incident.reference,
        channel=channel,
        reason=reason,
        saved=_saved(incident),
    )


def _saved(incident: Incident) -> str:
    if incident.is_public:
        return say("{reference} is saved, and the status page shows it.", reference=incident.reference)
    return say("{reference} is saved.", reference=incident.reference)
