"""The form that resolves an incident, and says beforehand what that returns to normal."""

from __future__ import annotations

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.blocks import form_fields, limits
from bot.blocks.ids import Form
from bot.blocks.incident_lines import latest_message, shortened, standing
from bot.blocks.mrkdwn import escape
from bot.blocks.preview import preview_button
from bot.blocks.update_form import memory_of
from bot.domain.component import ComponentId, ComponentStatus, worst
from bot.domain.incident import Incident
from bot.domain.state import Found
from bot.domain.texts import say
from bot.domain.wording import COMPONENT_STATUS


def resolve_form(found: Found, *, message: str, channel: str | None, attempt: int = 0) -> View:
    incident = found.incident
    return View(
        type="modal",
        callback_id=Form.RESOLVE,
        title=limits.cut(say("Resolve {reference}", reference=incident.reference), limits.VIEW_TITLE),
        submit=say("Resolve"),
        close=say("Cancel"),
        notify_on_close=True,
        private_metadata=memory_of(found, channel=channel, attempt=attempt).metadata(),
        blocks=[
            SectionBlock(text=standing(found)),
            ContextBlock(elements=[MarkdownTextObject(text=latest_message(incident))]),
            SectionBlock(text=limits.cut_escaped("\n".join(_consequences(found)), limits.SECTION_TEXT)),
            form_fields.resolution_message_field(message),
            preview_button(),
        ],
    )


def _consequences(found: Found) -> list[str]:
    """Held components first: they are what a responder does not expect."""
    incident = found.incident
    if incident.is_page_wide:
        return [say("Resolving it takes it from the top of the page. It holds no component.")]
    held, freed = [], []
    for component, status in incident.components.items():
        name = escape(found.catalogue.name(component))
        holders = [each for each in found.others if _holds(each, component)]
        if holders:
            stays = say(COMPONENT_STATUS[worst(each.components[component] for each in holders)])
            by = ", ".join(each.reference for each in holders)
            held.append(say("• {name} stays *{stays}*: held by {by}", name=name, stays=stays, by=by))
        elif status is not ComponentStatus.OPERATIONAL:
            freed.append(
                say(
                    "• {name} returns to *{status}*",
                    name=name,
                    status=say(COMPONENT_STATUS[ComponentStatus.OPERATIONAL]),
                )
            )
    return shortened([*held, *freed]) or [say("Its components are operational already: none changes.")]


def _holds(incident: Incident, component: ComponentId) -> bool:
    status = incident.components.get(component, ComponentStatus.OPERATIONAL)
    return incident.is_open and incident.is_public and status is not ComponentStatus.OPERATIONAL
