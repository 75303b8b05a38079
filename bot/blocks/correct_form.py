"""The forms that change or withdraw what an update says."""

from __future__ import annotations

from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.ids import Field, Form
from bot.blocks.incident_lines import standing
from bot.blocks.mrkdwn import from_markdown
from bot.blocks.preview import preview_button
from bot.blocks.update_form import memory_of
from bot.domain.incident import Incident, Update
from bot.domain.state import Found
from bot.domain.texts import later, say

_HINT = later("The page shows the new text and that it was corrected. The record keeps both.")


def correct_form(
    found: Found, *, channel: str | None, position: int | None = None, message: str = "", attempt: int = 0
) -> View:
    """`position` of None is the last update; a `message` stands in the place of what the update says now."""
    update = chosen_update(found.incident, position)
    return View(
        type="modal",
        callback_id=Form.CORRECT,
        title=limits.cut(say("Correct {reference}", reference=found.incident.reference), limits.VIEW_TITLE),
        submit=say("Correct"),
        close=say("Cancel"),
        private_metadata=memory_of(found, channel=channel, attempt=attempt, update=update).metadata(),
        blocks=[
            SectionBlock(text=standing(found)),
            form_fields.update_choice_field(found.incident, update),
            form_fields.text_field(
                Field.MESSAGE,
                say("Message"),
                message or update.message,
                hint=say(_HINT),
                # Once somebody else has corrected it, what was not touched is filled in anew.
                scope=f"correct {update.position}.{len(update.corrections)}",
            ),
            preview_button(),
        ],
    )


def retract_form(found: Found, *, channel: str | None, position: int | None = None, attempt: int = 0) -> View:
    update = chosen_update(found.incident, position)
    return View(
        type="modal",
        callback_id=Form.RETRACT,
        title=limits.cut(say("Withdraw, {reference}", reference=found.incident.reference), limits.VIEW_TITLE),
        submit=say("Withdraw"),
        close=say("Cancel"),
        private_metadata=memory_of(found, channel=channel, attempt=attempt, update=update).metadata(),
        blocks=[
            SectionBlock(text=standing(found)),
            form_fields.update_choice_field(found.incident, update),
            SectionBlock(
                text=limits.cut_escaped(
                    say("The page will say “This update was withdrawn.” instead of this; its status stays as it is:\n")
                    + from_markdown(update.message),
                    limits.SECTION_TEXT,
                )
            ),
        ],
    )


def chosen_update(incident: Incident, position: int | None) -> Update:
    """The update of that position, else the last one that was not withdrawn."""
    standing_ones = [update for update in incident.updates if not update.is_withdrawn]
    return next((each for each in standing_ones if each.position == position), standing_ones[-1])


def has_update(incident: Incident) -> bool:
    return any(not update.is_withdrawn for update in incident.updates)
