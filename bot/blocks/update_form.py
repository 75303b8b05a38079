"""The form that posts an update to an incident."""

from __future__ import annotations

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.component_fields import component_fields
from bot.blocks.entries import Entries, filled_components
from bot.blocks.form_memory import FormMemory, fingerprint, fingerprint_of_texts
from bot.blocks.ids import Form
from bot.blocks.incident_lines import latest_message, standing
from bot.blocks.preview import preview_button
from bot.domain.incident import Incident, Update
from bot.domain.state import Found
from bot.domain.texts import say
from bot.domain.wording import COMPONENT_STATUS, IMPACT


def update_form(
    found: Found, entries: Entries, *, channel: str | None, attempt: int = 0, notice: str | None = None
) -> View:
    """A resolved incident has the box to tick before it is reopened. `notice` is mrkdwn."""
    incident = found.incident
    memory = memory_of(found, channel=channel, attempt=attempt)
    # Once somebody else has posted or edited it, what was not touched is filled in anew.
    edited = fingerprint_of_texts([str(memory.impact), str(memory.components)])
    scope = f"{incident.reference}.{memory.seen}.{edited}"
    return View(
        type="modal",
        callback_id=Form.UPDATE,
        title=limits.cut(say("Update {reference}", reference=incident.reference), limits.VIEW_TITLE),
        submit=say("Post update"),
        close=say("Cancel"),
        notify_on_close=True,
        private_metadata=memory.metadata(),
        blocks=[
            *([form_fields.notice(notice)] if notice else []),
            SectionBlock(text=standing(found)),
            ContextBlock(elements=[MarkdownTextObject(text=latest_message(incident))]),
            form_fields.status_field(entries.status or incident.status, scope=scope),
            *([] if incident.is_open else [_reopen_field(found, entries)]),
            form_fields.next_message_field(entries.message),
            *component_fields(
                found.catalogue,
                entries,
                scope=scope,
                page_name=found.page.name,
                before=filled_components(incident),
            ),
            form_fields.impact_field(
                entries.impact,
                scope=scope,
                hint=impact_hint(incident),
                settled=incident.impact_override,
            ),
            form_fields.next_update_field(entries.next_update_in, scope=incident.reference),
            preview_button(),
        ],
    )


def memory_of(found: Found, *, channel: str | None, attempt: int, update: Update | None = None) -> FormMemory:
    incident = found.incident
    return FormMemory(
        channel=channel,
        page=found.page.id,
        number=incident.number,
        attempt=attempt,
        update=None if update is None else update.position,
        corrections=0 if update is None else len(update.corrections),
        status=incident.status,
        impact=incident.impact_override,
        components=fingerprint(filled_components(incident)),
        seen=incident.last_update.position,
    )


def _reopen_field(found: Found, entries: Entries) -> Block:
    return form_fields.reopen_field(found.incident, ticked=entries.reopen, restores=restored(found))


def restored(found: Found) -> str:
    """What reopening brings back, as plain text."""
    back = found.incident.components_before_resolution
    if not back:
        return say("It concerned the whole page: no component changes.")
    names = ", ".join(f"{found.catalogue.name(id)} {say(COMPONENT_STATUS[status])}" for id, status in back.items())
    return say("Its components go back to: {names}", names=names)


def impact_hint(incident: Incident) -> str:
    shown = say(IMPACT[incident.impact])
    if incident.impact_override is not None:
        return say("Set by a responder: {shown}.", shown=shown)
    return say("Left empty, it follows from the components: now {shown}.", shown=shown)
