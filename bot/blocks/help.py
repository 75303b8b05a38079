"""What `/incident help` shows."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, ContextBlock, MarkdownTextObject, SectionBlock

from bot.blocks.buttons import declare_button
from bot.blocks.message import Message
from bot.domain.texts import later, say

_COMMANDS = later("""\
*Tell people*
• `/incident new [title]` – declare an incident
• `/incident update [INC-3] [text]` – post an update
• `/incident status [INC-3] monitoring [text]` – change the status; `inv`, `id`, `mon` and `res` will do
• `/incident resolve [INC-3] [text]` – it is over
• `/incident reopen INC-3 [text]` – it is not over after all
• `/incident publish INC-3 [text]` – bring an internal incident to the page

*Work together*
• `/incident lead [INC-3] [@name]`, `/incident handoff INC-3 @name` – who leads
• `/incident channel [INC-3] [private]`, `/incident archive INC-3` – a channel of its own, and its end
• `/incident note [INC-3] text`, or 📌 on a message – for the record, not for the public

*Afterwards*
• `/incident timeline INC-3 [md|json|csv]`, `/incident postmortem INC-3` – the whole record, a draft to finish
• `/incident stats [30d]` – how many, and how long people waited

*Set right what was wrong*
• `/incident correct INC-3 [text]`, `/incident retract INC-3` – what an update says
• `/incident edit INC-3` – title, impact, components, start
• `/incident cancel INC-3 [reason]` – it was no incident
• `/incident backfill [title]` – one of the past

*See how things stand*
• `/incident` – the open incidents of this channel, with buttons
• `/incident list [open|resolved|all]` – incidents, newest first
• `/incident show INC-3` – one incident with all its updates
• `/incident components` – what each component shows now
• `/incident page` – links to the public status page
• `/incident page link [PAGE]`, `/incident page unlink [PAGE]` – its incidents are announced in this channel, too
• the app's *Home* tab – all of that at a glance, with the whole history; admins change pages there
• `/incident doctor` – is everything well, and what to do if not""")

_RULES = later(
    "Every command opens a form filled with what you typed: nothing is public before you press its button. Without a "
    "number, the incident of this channel is meant; where there are several, you are asked. *Preview* in a form shows "
    "what the page will look like, and words that are not meant for the public are asked about."
)


def help_message() -> Message:
    return Message(
        text=say("How to use /incident"),
        blocks=[
            SectionBlock(text=say(_COMMANDS)),
            ContextBlock(elements=[MarkdownTextObject(text=say(_RULES))]),
            ActionsBlock(elements=[declare_button()]),
        ],
    )
