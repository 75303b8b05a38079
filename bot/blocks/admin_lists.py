"""What admins change: the list of pages, and those of a page's groups and components, and of its ready messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.admin_list_parts import admin_list, row
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminAction, AdminChoice, AdminView
from bot.blocks.mrkdwn import escape
from bot.domain.catalogue import Catalogue, Shelf
from bot.domain.page import Page
from bot.domain.ready_message import ReadyMessage
from bot.domain.state import PageState
from bot.domain.texts import later, say, say_many

_TEXT_SHOWN = 300
_MESSAGES = later("Responders of the page can begin with one, in the forms that take a message.")
_MORE = later("Ready-made messages, and the removal of a page, stand above its components.")


def page_admin_list(pages: Sequence[PageState], memory: AdminMemory, *, notice: str | None = None) -> View:
    """`notice` is plain text. A leaf out of range gives the nearest one."""
    last = len(pages) - 1
    rows = [
        row(
            f"*{escape(each.page.name)}* · `{each.page.slug}`\n{_counted(len(each.catalogue.live))}",
            [
                AdminChoice.COMPONENTS,
                AdminChoice.SETTINGS,
                AdminChoice.LOOK,
                *([AdminChoice.PAGE_UP] if index > 0 else []),
                *([AdminChoice.PAGE_DOWN] if index < last else []),
            ],
            each.page.slug,
        )
        for index, each in enumerate(pages)
    ]
    add = ButtonElement(text=say("Add a page"), action_id=AdminAction.ADD_PAGE, style="primary")
    return admin_list(AdminView.PAGES, say("Status pages"), rows, [add], memory, notice=notice, remark=say(_MORE))


def component_admin_list(page: Page, catalogue: Catalogue, memory: AdminMemory, *, notice: str | None = None) -> View:
    """`notice` is plain text. A leaf out of range gives the nearest one."""
    shelves = catalogue.shelves
    rows = [
        each
        for index, shelf in enumerate(shelves)
        for each in _shelf(shelf, is_first=index == 0, is_last=index == len(shelves) - 1)
    ]
    buttons = [
        ButtonElement(text=say("Add a component"), action_id=AdminAction.ADD_COMPONENT, style="primary"),
        ButtonElement(text=say("Ready-made messages"), action_id=AdminAction.MESSAGES),
        ButtonElement(text=say("All pages"), action_id=AdminAction.OPEN),
        ButtonElement(text=say("Remove this page"), action_id=AdminAction.REMOVE_PAGE, style="danger"),
    ]
    remark = (
        say("What *{page}* names, in its order.", page=escape(page.name))
        if rows
        else say("*{page}* names nothing yet.", page=escape(page.name))
    )
    title = limits.cut(page.name, limits.VIEW_TITLE)
    return admin_list(AdminView.COMPONENTS, title, rows, buttons, memory, notice=notice, remark=remark)


def _counted(components: int) -> str:
    return say_many("{count} component", "{count:,} components", components)


def _shelf(shelf: Shelf, *, is_first: bool, is_last: bool) -> Iterator[Block]:
    outer = _moves(is_first=is_first, is_last=is_last)
    if shelf.group is not None:
        yield row(f"*{escape(shelf.group.name)}*", [AdminChoice.RENAME, *outer, AdminChoice.DISSOLVE], shelf.group.id)
    for index, component in enumerate(shelf.components):
        inner = (
            outer if shelf.group is None else _moves(is_first=index == 0, is_last=index == len(shelf.components) - 1)
        )
        mark = "" if shelf.group is None else "└ "
        description = f"\n{escape(component.description)}" if component.description else ""
        yield row(
            f"{mark}{escape(component.name)}{description}",
            [AdminChoice.EDIT, *inner, AdminChoice.RETIRE],
            component.id,
        )


def _moves(*, is_first: bool, is_last: bool) -> list[AdminChoice]:
    return [*([] if is_first else [AdminChoice.UP]), *([] if is_last else [AdminChoice.DOWN])]


def ready_message_list(
    page: Page, messages: Sequence[ReadyMessage], memory: AdminMemory, *, notice: str | None = None
) -> View:
    """`notice` is plain text. A leaf out of range gives the nearest one."""
    rows = [
        row(
            f"*{escape(each.name)}*\n{escape(limits.cut(each.text, _TEXT_SHOWN))}",
            [AdminChoice.EDIT_MESSAGE, AdminChoice.REMOVE_MESSAGE],
            each.name,
        )
        for each in messages
    ]
    buttons = [
        ButtonElement(text=say("Add a message"), action_id=AdminAction.ADD_MESSAGE, style="primary"),
        ButtonElement(text=say("Components"), action_id=AdminAction.COMPONENTS),
        ButtonElement(text=say("All pages"), action_id=AdminAction.OPEN),
    ]
    title = limits.cut(page.name, limits.VIEW_TITLE)
    remark = (
        say(_MESSAGES)
        if rows
        else f"{say('*{page}* keeps no message ready yet.', page=escape(page.name))} {say(_MESSAGES)}"
    )
    return admin_list(AdminView.MESSAGES, title, rows, buttons, memory, notice=notice, remark=remark)
