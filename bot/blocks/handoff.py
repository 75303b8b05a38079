"""A short brief of how an incident stands, for whoever is asked to lead it."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ContextBlock, MarkdownTextObject, SectionBlock

from bot.blocks import limits
from bot.blocks.ids import ACCEPT_HANDOFF
from bot.blocks.incident_lines import latest_message, standing
from bot.blocks.message import Message
from bot.blocks.mrkdwn import escape
from bot.domain.state import Found
from bot.domain.texts import say


def handoff(found: Found, *, user: str, by: str) -> Message:
    """The one message that is meant to ping: a person is asked for something."""
    incident = found.incident
    asked = say(
        "🤝 <@{user}>, {by} asks you to lead {reference}.", user=user, by=escape(by), reference=incident.reference
    )
    return Message(
        text=limits.cut_escaped(asked, limits.FALLBACK_TEXT),
        blocks=[
            SectionBlock(text=asked),
            SectionBlock(text=standing(found)),
            ContextBlock(elements=[MarkdownTextObject(text=latest_message(incident))]),
            ActionsBlock(
                elements=[
                    ButtonElement(
                        text=say("Accept"), action_id=ACCEPT_HANDOFF, value=f"{incident.number}:{user}", style="primary"
                    )
                ]
            ),
        ],
    )
