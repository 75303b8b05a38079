"""The form that brings an internal incident to its public page."""

from __future__ import annotations

from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.ids import Form
from bot.blocks.incident_lines import standing
from bot.blocks.preview import preview_button
from bot.blocks.update_form import memory_of
from bot.domain.incident import IncidentStatus
from bot.domain.state import Found
from bot.domain.texts import later, say

_WHAT_HAPPENS = later(
    "The public will read this message, and see title, status and components. "
    "Nothing that was posted before becomes public."
)


def publish_form(
    found: Found, *, message: str, channel: str | None, status: IncidentStatus | None = None, attempt: int = 0
) -> View:
    incident = found.incident
    return View(
        type="modal",
        callback_id=Form.PUBLISH,
        title=limits.cut(say("Publish {reference}", reference=incident.reference), limits.VIEW_TITLE),
        submit=say("Publish"),
        close=say("Cancel"),
        notify_on_close=True,
        private_metadata=memory_of(found, channel=channel, attempt=attempt).metadata(),
        blocks=[
            SectionBlock(text=standing(found)),
            SectionBlock(text=say(_WHAT_HAPPENS)),
            form_fields.status_field(status or incident.status, scope=f"publish {incident.reference}"),
            form_fields.first_message_field(message),
            form_fields.next_update_field(None, scope=f"publish {incident.reference}"),
            preview_button(),
        ],
    )
