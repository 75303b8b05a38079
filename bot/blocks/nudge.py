"""A reminder in the thread, with what can be done about it."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, SectionBlock

from bot.blocks import limits
from bot.blocks.ids import AnnouncementAction, Snooze
from bot.blocks.message import Message
from bot.blocks.mrkdwn import date, escape
from bot.domain.incident import Incident
from bot.domain.nudge import NudgeKind
from bot.domain.texts import say


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
                        text=say("Post update"), action_id=AnnouncementAction.POST_UPDATE, value=number, style="primary"
                    ),
                    *(
                        [ButtonElement(text=say("Resolve"), action_id=AnnouncementAction.RESOLVE, value=number)]
                        if kind is NudgeKind.RESOLVE
                        else []
                    ),
                    *(
                        ButtonElement(
                            text=say("Snooze {minutes} min", minutes=each.minutes),
                            action_id=each,
                            value=f"{number}:{kind}",
                        )
                        for each in Snooze
                    ),
                ]
            ),
        ],
    )


def _sentence(incident: Incident, kind: NudgeKind) -> str:
    name = f"*{incident.reference}* {escape(incident.title)}"
    promised_at = incident.next_update_at
    promise = (
        "" if promised_at is None else say(", promised for {promised_at}", promised_at=date(promised_at, "{time}"))
    )
    match kind:
        case NudgeKind.SOON:
            return say("The next update of {name} is due in five minutes{promise}.", name=name, promise=promise)
        case NudgeKind.DUE:
            return say("The next update of {name} is due{promise}.", name=name, promise=promise)
        case NudgeKind.QUIET:
            return say("{name} has had no update for a while. People want to know where you are.", name=name)
        case NudgeKind.RESOLVE:
            return say("{name} has been monitored for long. Is it resolved?", name=name)


def _last(incident: Incident) -> str:
    last = incident.last_update
    return say("{author} posted last, {created_at}.", author=escape(last.author.name), created_at=date(last.created_at))
