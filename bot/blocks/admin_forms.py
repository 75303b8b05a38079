"""The forms in which admins change pages, groups and components."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ConversationFilter,
    ConversationSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminField, AdminView
from bot.blocks.mrkdwn import escape
from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentGroup
from bot.domain.page import HISTORY_DAYS_DEFAULT, Page
from bot.domain.text import DESCRIPTION_LIMIT, NAME_LIMIT

_GROUPS_NAMED = 20
_SLUG_LIMIT = 63
_URL_LIMIT = 500
_RETIRE = (
    "*{name}* leaves the page, and no incident can affect it any more. Old incidents still name it. "
    "Another component of that name can be added later; this one does not come back."
)
_DISSOLVE = "The components of *{name}* stay on the page, without a group, at its end."


def page_form(page: Page | None, memory: AdminMemory) -> View:
    """Without a page, for a new one: its address can't be changed later."""
    slug = [
        _text(
            AdminField.SLUG, "Short name", "", hint="In its address: lower-case letters, digits, hyphens. It stays.",
            limit=_SLUG_LIMIT, placeholder="acme",
        )
    ]  # fmt: skip
    channels = ConversationSelectElement(
        action_id=AdminField.CHANNEL,
        initial_conversation=None if page is None else page.channel,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )
    announce = Option(value="yes", text="Show later changes of status in the channel, too")
    return _form(
        AdminView.PAGE_FORM,
        "Add a page" if page is None else "Page settings",
        memory,
        [
            *(slug if page is None else []),
            _text(AdminField.NAME, "Name", "" if page is None else page.name, hint="For people.", limit=NAME_LIMIT),
            InputBlock(
                block_id=AdminField.CHANNEL,
                label="Channel",
                hint="Where its incidents are announced. The bot joins a public one; invite it to a private one.",
                optional=True,
                element=channels,
            ),
            _text(
                AdminField.TIME_ZONE,
                "Time zone",
                "UTC" if page is None else page.time_zone,
                hint="Where its days begin and end, such as Europe/Berlin.",
                limit=NAME_LIMIT,
            ),
            _text(
                AdminField.HISTORY_DAYS,
                "Days of history",
                str(HISTORY_DAYS_DEFAULT if page is None else page.history_days),
                hint="How long a resolved incident stays on the front page.",
                limit=3,
            ),
            _text(
                AdminField.PUBLIC_URL,
                "Public address",
                (page and page.public_url) or "",
                hint="Its own, such as https://status.example.com, where it has one.",
                limit=_URL_LIMIT,
                optional=True,
            ),
            InputBlock(
                block_id=AdminField.ANNOUNCE_CHANGES,
                label="Announcements",
                optional=True,
                element=CheckboxesElement(
                    action_id=AdminField.ANNOUNCE_CHANGES,
                    options=[announce],
                    initial_options=[announce] if page is None or page.announce_changes else None,
                ),
            ),
        ],
    )


def component_form(component: Component | None, catalogue: Catalogue, memory: AdminMemory) -> View:
    """Without a component, for a new one."""
    group = catalogue.groups.get(component.group_id) if component is not None and component.group_id else None
    groups = [shelf.group.name for shelf in catalogue.shelves if shelf.group is not None]
    return _form(
        AdminView.COMPONENT_FORM,
        "Add a component" if component is None else "Edit component",
        memory,
        [
            _text(
                AdminField.NAME,
                "Name",
                "" if component is None else component.name,
                hint="As users know it.",
                limit=NAME_LIMIT,
            ),
            _text(
                AdminField.GROUP,
                "Group",
                "" if group is None else group.name,
                hint=_group_hint(groups),
                limit=NAME_LIMIT,
                optional=True,
            ),
            _text(
                AdminField.DESCRIPTION,
                "Description",
                "" if component is None else component.description,
                hint="A line about it, for the public.",
                limit=DESCRIPTION_LIMIT,
                optional=True,
            ),
        ],
    )


def group_form(group: ComponentGroup, memory: AdminMemory) -> View:
    name = _text(AdminField.NAME, "Name", group.name, hint="As the page shows it.", limit=NAME_LIMIT)
    return _form(AdminView.GROUP_FORM, "Rename group", memory, [name])


def retire_form(component: Component, memory: AdminMemory) -> View:
    text = _RETIRE.format(name=escape(component.name))
    return _form(AdminView.RETIRE_FORM, "Remove component", memory, [SectionBlock(text=text)], submit="Remove")


def dissolve_form(group: ComponentGroup, memory: AdminMemory) -> View:
    text = _DISSOLVE.format(name=escape(group.name))
    return _form(AdminView.DISSOLVE_FORM, "Dissolve group", memory, [SectionBlock(text=text)], submit="Dissolve")


def _form(kind: AdminView, title: str, memory: AdminMemory, blocks: Sequence[Block], *, submit: str = "Save") -> View:
    return View(
        type="modal",
        callback_id=kind,
        title=title,
        submit=submit,
        close="Back",
        private_metadata=memory.metadata(),
        blocks=list(blocks),
    )


def _text(
    field: AdminField,
    label: str,
    value: str,
    *,
    hint: str,
    limit: int,
    optional: bool = False,
    placeholder: str | None = None,
) -> Block:
    return InputBlock(
        block_id=field,
        label=label,
        hint=hint,
        optional=optional,
        element=PlainTextInputElement(
            action_id=field,
            initial_value=limits.cut(value, limit) or None,
            max_length=limit,
            placeholder=placeholder,
        ),
    )


def _group_hint(groups: Sequence[str]) -> str:
    if not groups:
        return "Components of one group stand together below its name. A new name makes a group."
    more = "" if len(groups) <= _GROUPS_NAMED else f" and {len(groups) - _GROUPS_NAMED} more"
    return f"There are: {', '.join(groups[:_GROUPS_NAMED])}{more}. Another name makes a group, none takes it out."
