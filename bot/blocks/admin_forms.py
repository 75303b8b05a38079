"""The forms in which admins change groups and components."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import SectionBlock
from slack_sdk.models.views import View

from bot.blocks.admin_fields import form, text_field
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminField, AdminView
from bot.blocks.mrkdwn import escape
from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentGroup
from bot.domain.text import DESCRIPTION_LIMIT, NAME_LIMIT
from bot.domain.texts import later, say

_GROUPS_NAMED = 20
_RETIRE = later(
    "*{name}* leaves the page, and no incident can affect it any more. Old incidents still name it. "
    "Another component of that name can be added later; this one does not come back."
)
_DISSOLVE = later("The components of *{name}* stay on the page, without a group, at its end.")


def component_form(component: Component | None, catalogue: Catalogue, memory: AdminMemory) -> View:
    """Without a component, for a new one."""
    group = catalogue.groups.get(component.group_id) if component is not None and component.group_id else None
    groups = [shelf.group.name for shelf in catalogue.shelves if shelf.group is not None]
    return form(
        AdminView.COMPONENT_FORM,
        say("Add a component") if component is None else say("Edit component"),
        memory if component is None else memory.showing(catalogue.settings_of(component)),
        [
            text_field(
                AdminField.NAME,
                say("Name"),
                "" if component is None else component.name,
                hint=say("As users know it."),
                limit=NAME_LIMIT,
            ),
            text_field(
                AdminField.GROUP,
                say("Group"),
                "" if group is None else group.name,
                hint=_group_hint(groups),
                limit=NAME_LIMIT,
                optional=True,
            ),
            text_field(
                AdminField.DESCRIPTION,
                say("Description"),
                "" if component is None else component.description,
                hint=say("A line about it, for the public."),
                limit=DESCRIPTION_LIMIT,
                optional=True,
            ),
        ],
    )


def group_form(group: ComponentGroup, memory: AdminMemory) -> View:
    name = text_field(AdminField.NAME, say("Name"), group.name, hint=say("As the page shows it."), limit=NAME_LIMIT)
    return form(AdminView.GROUP_FORM, say("Rename group"), memory.showing({"name": group.name}), [name])


def retire_form(component: Component, memory: AdminMemory) -> View:
    text = say(_RETIRE, name=escape(component.name))
    return form(AdminView.RETIRE_FORM, say("Remove component"), memory, [SectionBlock(text=text)], submit=say("Remove"))


def dissolve_form(group: ComponentGroup, memory: AdminMemory) -> View:
    text = say(_DISSOLVE, name=escape(group.name))
    return form(
        AdminView.DISSOLVE_FORM, say("Dissolve group"), memory, [SectionBlock(text=text)], submit=say("Dissolve")
    )


def _group_hint(groups: Sequence[str]) -> str:
    if not groups:
        return say("Components of one group stand together below its name. A new name makes a group.")
    more = "" if len(groups) <= _GROUPS_NAMED else say(" and {count} more", count=len(groups) - _GROUPS_NAMED)
    return say(
        "There are: {groups}{more}. Another name makes a group, none takes it out.",
        groups=", ".join(groups[:_GROUPS_NAMED]),
        more=more,
    )
