"""The form that takes back an incident which was declared by mistake."""

from __future__ import annotations

from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.ids import Field, Form
from bot.blocks.incident_lines import standing
from bot.blocks.update_form import memory_of
from bot.domain.state import Found
from bot.domain.text import REASON_LIMIT
from bot.domain.texts import later, say

_WHAT_HAPPENS = later(
    "It leaves the status page and its feeds, and holds no component any more. The record keeps it. "
    "An incident that is over is resolved instead, so that people can read how it ended."
)


def cancel_form(found: Found, *, reason: str, channel: str | None, attempt: int = 0) -> View:
    incident = found.incident
    return View(
        type="modal",
        callback_id=Form.CANCEL,
        title=limits.cut(say("Cancel {reference}", reference=incident.reference), limits.VIEW_TITLE),
        submit=say("Cancel incident"),
        close=say("Keep it"),
        private_metadata=memory_of(found, channel=channel, attempt=attempt).metadata(),
        blocks=[
            SectionBlock(text=standing(found)),
            SectionBlock(text=say(_WHAT_HAPPENS)),
            form_fields.text_field(
                Field.REASON,
                say("Reason"),
                reason,
                hint=say("For the record and this channel; the public does not read it."),
                scope=incident.reference,
                limit=REASON_LIMIT,
            ),
        ],
    )
