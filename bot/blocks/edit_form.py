"""The form that changes what an incident is called, what it affects and when it began, without an update."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, SectionBlock
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.component_fields import component_fields
from bot.blocks.entries import Entries, filled_components
from bot.blocks.form_memory import fingerprint_of_texts
from bot.blocks.ids import Field, Form
from bot.blocks.incident_lines import standing
from bot.blocks.preview import preview_button
from bot.blocks.update_form import impact_hint, memory_of
from bot.domain.amendment import editable
from bot.domain.overtaking import seen_of
from bot.domain.state import Found
from bot.domain.text import TITLE_LIMIT
from bot.domain.texts import say


def edit_form(found: Found, entries: Entries, *, channel: str | None, attempt: int = 0) -> View:
    incident = found.incident
    shown = seen_of(editable(incident))
    # Once somebody else has edited it, what was not touched is filled in anew.
    scope = f"{incident.reference}.{fingerprint_of_texts(shown.values())}"
    memory = memory_of(found, channel=channel, attempt=attempt).model_copy(update={"shown": shown})
    components: list[Block] = (
        component_fields(
            found.catalogue,
            entries,
            scope=scope,
            page_name=found.page.name,
            before=filled_components(incident),
        )
        if incident.is_open
        else []
    )
    return View(
        type="modal",
        callback_id=Form.EDIT,
        title=limits.cut(say("Edit {reference}", reference=incident.reference), limits.VIEW_TITLE),
        submit=say("Save"),
        close=say("Cancel"),
        private_metadata=memory.metadata(),
        blocks=[
            SectionBlock(text=standing(found)),
            form_fields.text_field(
                Field.TITLE,
                say("Title"),
                entries.title or incident.title,
                hint=say("What users notice, in a few words."),
                scope=scope,
                limit=TITLE_LIMIT,
                multiline=False,
            ),
            *components,
            form_fields.impact_field(
                entries.impact, scope=scope, hint=impact_hint(incident), settled=incident.impact_override
            ),
            form_fields.time_field(
                Field.STARTED_AT,
                say("Started"),
                entries.started_at or incident.started_at,
                scope=scope,
                hint=say("When it began, as far as you know; in your own time zone."),
            ),
            preview_button(),
        ],
    )
