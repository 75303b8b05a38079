"""Which incident? Asked where a channel means several: never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from slack_sdk.models.blocks import Block, ButtonElement, SectionBlock
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.form_request import FormRequest
from bot.blocks.ids import PICKER, Form, FormAction
from bot.blocks.incident_lines import in_a_line
from bot.blocks.mrkdwn import escape
from bot.domain.incident import Incident
from bot.domain.state import Found
from bot.domain.texts import say

_SHOWN = 25


class PickerMemory(BaseModel):
    """The form that is asked for, without its message where that stands in the picker itself."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    request: FormRequest
    channel: str | None = None

    def metadata(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


def picker(found: Sequence[Found], request: FormRequest, *, channel: str | None, now: datetime) -> View:
    """A message that is too long for the view's memory is shown in a field, from which it comes back."""
    memory = PickerMemory(request=request, channel=channel)
    shown: list[Block] = []
    if len(memory.metadata()) > limits.PRIVATE_METADATA:
        memory = PickerMemory(request=request.model_copy(update={"message": ""}), channel=channel)
        shown.append(form_fields.next_message_field(request.message))
    elif request.message:
        shown.append(SectionBlock(text=limits.cut_escaped(_kept(request.message), limits.SECTION_TEXT)))
    incidents = [each.incident for each in found]
    return View(
        type="modal",
        callback_id=PICKER,
        title=say("Which incident?"),
        # Slack wants a submit button wherever there is a field.
        submit=say("Continue") if request.message and not memory.request.message else None,
        close=say("Cancel"),
        private_metadata=memory.metadata(),
        blocks=[*(_choice(each, request.form, now=now) for each in incidents[:_SHOWN]), *_more(incidents), *shown],
    )


def _choice(incident: Incident, form: Form, *, now: datetime) -> Block:
    return SectionBlock(
        text=limits.cut_escaped(in_a_line(incident, now=now), limits.SECTION_TEXT),
        accessory=ButtonElement(
            text=f"{say('Resolve') if form is Form.RESOLVE else say('Update')} {incident.reference}",
            action_id=FormAction.PICK,
            value=str(incident.number),
        ),
    )


def _more(incidents: Sequence[Incident]) -> list[Block]:
    if len(incidents) <= _SHOWN:
        return []
    return [SectionBlock(text=say("…and {count} more: `/incident list`", count=len(incidents) - _SHOWN))]


def _kept(message: str) -> str:
    return say("Your message is kept: {message}", message=escape(message))
