"""The forms in which admins keep messages ready for responders, and remove them."""

from __future__ import annotations

from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.views import View

from bot.blocks.admin_fields import form, text_field
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminField, AdminView
from bot.blocks.mrkdwn import escape
from bot.domain.ready_message import ReadyMessage
from bot.domain.text import MESSAGE_LIMIT, NAME_LIMIT
from bot.domain.texts import later, say

_REMOVE = later("*{name}* is not offered to responders any more. What was written with it stays.")


def ready_message_form(message: ReadyMessage | None, memory: AdminMemory) -> View:
    """Without a message, for a new one."""
    return form(
        AdminView.MESSAGE_FORM,
        say("Add a message") if message is None else say("Edit message"),
        memory if message is None else memory.showing({"name": message.name, "text": message.text}),
        [
            text_field(
                AdminField.NAME,
                say("Name"),
                "" if message is None else message.name,
                hint=say("What responders choose it by."),
                limit=NAME_LIMIT,
            ),
            text_field(
                AdminField.MESSAGE,
                say("Message"),
                "" if message is None else message.text,
                hint=say("In Markdown. {component} and {page} stand for the names of what is affected."),
                limit=MESSAGE_LIMIT,
                placeholder=say("{component} is slow. We are looking for the cause."),
                multiline=True,
            ),
        ],
    )


def remove_message_form(message: ReadyMessage, memory: AdminMemory) -> View:
    text = say(_REMOVE, name=escape(message.name))
    return form(
        AdminView.REMOVE_MESSAGE_FORM, say("Remove message"), memory, [SectionBlock(text=text)], submit=say("Remove")
    )
