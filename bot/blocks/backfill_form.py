"""The form that adds an incident of the past."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject
from slack_sdk.models.views import View

from bot.blocks import form_fields
from bot.blocks.declare_form import components_of, page_field
from bot.blocks.entries import Entries
from bot.blocks.form_memory import FormMemory
from bot.blocks.ids import Field, Form
from bot.blocks.preview import preview_button
from bot.domain.page import Page
from bot.domain.state import PageState
from bot.domain.texts import say

_SCOPE = "past"


def backfill_form(
    pages: Sequence[Page], chosen: PageState | None, entries: Entries, *, channel: str | None, attempt: int = 0
) -> View:
    page = None if chosen is None else chosen.page
    return View(
        type="modal",
        callback_id=Form.BACKFILL,
        title=say("Add a past incident"),
        submit=say("Add"),
        close=say("Cancel"),
        private_metadata=FormMemory(channel=channel, page=page and page.id, attempt=attempt).metadata(),
        blocks=[
            ContextBlock(elements=[MarkdownTextObject(text=say("It goes into the history; no channel is told."))]),
            form_fields.title_field(entries.title),
            page_field(pages, page),
            form_fields.time_field(
                Field.STARTED_AT, say("Started"), entries.started_at, scope=_SCOPE, hint=say("In your own time zone.")
            ),
            form_fields.time_field(
                Field.RESOLVED_AT,
                say("Resolved"),
                entries.resolved_at,
                scope=_SCOPE,
                hint=say("In your own time zone."),
            ),
            form_fields.text_field(
                Field.MESSAGE,
                say("Message"),
                entries.message,
                hint=say("What happened, as users saw it."),
                scope=_SCOPE,
            ),
            form_fields.text_field(
                Field.RESOLUTION,
                say("Resolution"),
                entries.resolution,
                hint=say("How it ended, and whether users have to do anything."),
                scope=_SCOPE,
            ),
            *components_of(chosen, entries),
            form_fields.impact_field(
                entries.impact, scope=_SCOPE, hint=say("Left empty, it follows from the components.")
            ),
            preview_button(),
        ],
    )
