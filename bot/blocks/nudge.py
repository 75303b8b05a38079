"""A reminder in the thread, with what can be done about it."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock

from bot.blocks import limits
from bot.blocks.ids import AnnouncementAction, Snooze
from bot.blocks.message import Message
from bot.blocks.mrkdwn import date, escape
from bot.domain.incident import Incident
from bot.domain.nudge import NudgeKind


def nudge(incident: Incident, kind: NudgeKind) -> Message:
    text = limits.cut_escaped(f"⏰ {_sentence(incident, kind)} {_last(incident)}", limits.SECTION_TEXT)
    number = str(incident.number)
    return Message(
        text=text,
        blocks=[
            SectionBlock(text=text),
            ActionsBlock(
                elements=[
                    ButtonElement(
                        text="Post update", action_id=AnnouncementAction.POST_UPDATE, value=number, style="primary"
                    ),
                    *(
                        [ButtonElement(text="Resolve", action_id=AnnouncementAction.RESOLVE, value=number)]
                        if kind is NudgeKind.RESOLVE
                        else []
                    ),
                    *(
                        ButtonElement(text=f"Snooze {each.minutes} min", action_id=each, value=f"{number}:{kind}")
                        for each in Snooze
                    ),
                ]
            ),
        ],
    )


def _sentence(incident: Incident, kind: NudgeKind) -> str:
    name = f"*{incident.reference}* {escape(incident.title)}"
    promised_at = incident.next_update_at
    promise = "" if promised_at is None else f", promised for {date(promised_at, '{time}')}"
    match kind:
        case NudgeKind.SOON:
            return f"The next update of {name} is due in five minutes{promise}."
        case NudgeKind.DUE:
            return f"The next update of {name} is due{promise}."
        case NudgeKind.QUIET:
            return f"{name} has had no update for a while. People want to know where you are."
        case NudgeKind.RESOLVE:
            return f"{name} has been monitored for long. Is it resolved?"


def _last(incident: Incident) -> str:
    last = incident.last_update
    return f"{escape(last.author.name)} posted last, {date(last.created_at)}."
