"""What a responder reads of a message that Slack did not let us post, with the way out. All mrkdwn."""

from __future__ import annotations

from bot.domain.incident import Incident

_RESTRICTED = "<#{channel}> lets only some people post. {saved} It is posted there once Stormlamp may."
_BARRED = {
    "is_archived": "<#{channel}> is archived. {saved} It is posted there once the channel is unarchived.",
    "restricted_action": _RESTRICTED,
    "restricted_action_read_only_channel": _RESTRICTED,
}
_NOT_INVITED = (
    "Stormlamp can't post in <#{channel}>: it is not a member of that channel. {saved} "
    "Type `/invite @Stormlamp` there, and it is posted at once."
)


def barred(incident: Incident, channel: str, reason: str) -> str:
    """`reason` is Slack's error."""
    return _BARRED.get(reason, _NOT_INVITED).format(channel=channel, saved=_saved(incident))


def set_aside(incident: Incident, channel: str, reason: str) -> str:
    """`reason` is Slack's error, or ours."""
    return f"A message about {incident.reference} could not be posted in <#{channel}> ({reason}). {_saved(incident)}"


def _saved(incident: Incident) -> str:
    return f"{incident.reference} is saved{', and the status page shows it' if incident.is_public else ''}."
