"""The form that declares an incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock, InputBlock, SectionBlock, StaticSelectElement
from slack_sdk.models.views import View

from bot.blocks import choices, form_fields, limits
from bot.blocks.component_fields import component_fields
from bot.blocks.entries import Entries
from bot.blocks.form_memory import FormMemory
from bot.blocks.ids import Field, Form, FormAction, block_id
from bot.blocks.incident_lines import in_a_line
from bot.blocks.mrkdwn import escape
from bot.blocks.preview import preview_button
from bot.domain.incident import Incident, IncidentStatus
from bot.domain.page import Page
from bot.domain.state import PageState
from bot.domain.texts import say

_SCOPE = "new"
_OPEN_SHOWN = 5


def declare_form(
    pages: Sequence[Page],
    chosen: PageState | None,
    entries: Entries,
    *,
    channel: str | None,
    now: datetime,
    attempt: int = 0,
) -> View:
    """`chosen` is the page that the incident will stand on; `entries` are of that page.

    Without one it is to be chosen first: `entries` have no components then.
    """
    page = None if chosen is None else chosen.page
    return View(
        type="modal",
        callback_id=Form.DECLARE,
        title=say("Declare incident"),
        submit=say("Declare"),
        close=say("Cancel"),
        private_metadata=FormMemory(channel=channel, page=page and page.id, attempt=attempt).metadata(),
        blocks=[
            *([] if chosen is None else _already_open(chosen.open_incidents, now=now)),
            form_fields.title_field(entries.title),
            page_field(pages, page),
            form_fields.status_field(entries.status or IncidentStatus.INVESTIGATING, scope=_SCOPE),
            form_fields.first_message_field(entries.message),
            *components_of(chosen, entries),
            form_fields.impact_field(
                entries.impact,
                scope=_SCOPE,
                hint=say(
                    "Left empty, it follows from the components: degraded is minor, a partial outage major, a major "
                    "outage critical. An incident of the whole page is minor."
                ),
            ),
            form_fields.next_update_field(entries.next_update_in, scope=_SCOPE),
            form_fields.publish_field(ticked=entries.publish),
            form_fields.own_channel_field(ticked=entries.own_channel),
            preview_button(),
        ],
    )


def _already_open(incidents: Sequence[Incident], *, now: datetime) -> list[Block]:
    if not incidents:
        return []
    newest_first = sorted(incidents, key=lambda incident: -incident.number)
    blocks: list[Block] = [
        SectionBlock(
            text=limits.cut_escaped(
                say("Already open on this page: {in_a_line}", in_a_line=in_a_line(incident, now=now)),
                limits.SECTION_TEXT,
            ),
            accessory=ButtonElement(
                text=say("Update {reference} instead", reference=incident.reference),
                action_id=FormAction.UPDATE_INSTEAD,
                value=str(incident.number),
            ),
        )
        for incident in newest_first[:_OPEN_SHOWN]
    ]
    if len(incidents) > _OPEN_SHOWN:
        blocks.append(SectionBlock(text=say("…and {count} more: `/incident list`", count=len(incidents) - _OPEN_SHOWN)))
    return [*blocks, DividerBlock()]


def page_field(pages: Sequence[Page], chosen: Page | None) -> Block:
    options = {page.id: choices.option(page.name, page.id) for page in pages}
    offered = choices.plain(list(options.values()))
    return InputBlock(
        # Slack would keep the page that is gone in a field of the same id.
        block_id=block_id(Field.PAGE) if chosen is not None else block_id(Field.PAGE, "anew"),
        label=say("Status page"),
        dispatch_action=True,
        element=StaticSelectElement(
            action_id=Field.PAGE,
            placeholder=say("Choose a page"),
            options=offered.options,
            option_groups=offered.groups,
            initial_option=None if chosen is None else options[chosen.id],
        ),
    )


def components_of(chosen: PageState | None, entries: Entries) -> list[Block]:
    if chosen is None:
        return []
    return component_fields(chosen.catalogue, entries, scope=chosen.page.id, page_name=chosen.page.name)


def without_page(view: View, name: str) -> View:
    """The same view, saying that the page of that name, which was chosen in it, is gone. No name: none was chosen."""
    text = say("Choose the status page that this is about.")
    if name:
        text = say(
            "The page *{name}* is not there any more, so nothing can go on it. Choose the page that this is about.",
            name=escape(name),
        )
    view.blocks = [form_fields.notice(text), *(view.blocks or ())]
    return view
