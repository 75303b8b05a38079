"""The form that reopens a resolved incident."""

from __future__ import annotations

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.ids import Form
from bot.blocks.incident_lines import component_lines, latest_message, standing
from bot.blocks.preview import preview_button
from bot.blocks.update_form import memory_of
from bot.domain.incident import IncidentStatus
from bot.domain.state import Found
from bot.domain.texts import say

_OPEN_STATUSES = tuple(status for status in IncidentStatus if status is not IncidentStatus.RESOLVED)


def reopen_form(
    found: Found, *, message: str, channel: str | None, status: IncidentStatus | None = None, attempt: int = 0
) -> View:
    incident = found.incident
    return View(
        type="modal",
        callback_id=Form.REOPEN,
        title=limits.cut(say("Reopen {reference}", reference=incident.reference), limits.VIEW_TITLE),
        submit=say("Reopen"),
        close=say("Cancel"),
        notify_on_close=True,
        private_metadata=memory_of(found, channel=channel, attempt=attempt).metadata(),
        blocks=[
            SectionBlock(text=standing(found)),
            ContextBlock(elements=[MarkdownTextObject(text=latest_message(incident))]),
            SectionBlock(text=limits.cut_escaped(_comes_back(found), limits.SECTION_TEXT)),
            # Not the scope of the update form: what is chosen here beforehand must not stay when that takes its place.
            form_fields.status_field(
                status if status in _OPEN_STATUSES else IncidentStatus.INVESTIGATING,
                scope=f"reopen {incident.reference}",
                choices=_OPEN_STATUSES,
            ),
            form_fields.next_message_field(message),
            form_fields.next_update_field(None, scope=f"reopen {incident.reference}"),
            preview_button(),
        ],
    )


def _comes_back(found: Found) -> str:
    back = found.incident.components_before_resolution
    if not back:
        return say("Reopening it brings it back to the top of the page. It concerned no single component.")
    return "\n".join([say("Reopening it brings back:"), *component_lines(found.catalogue, back)])
