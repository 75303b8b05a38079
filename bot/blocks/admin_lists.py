"""What admins change: the list of pages, and that of a page's groups and components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.form_fields import notice as notice_block
from bot.blocks.ids import AdminAction, AdminChoice, AdminView
from bot.blocks.mrkdwn import escape
from bot.domain.catalogue import Catalogue, Shelf
from bot.domain.page import Page
from bot.domain.state import PageState

_ROWS = 40
_LABELS = {
    AdminChoice.COMPONENTS: "Components",
    AdminChoice.SETTINGS: "Settings",
    AdminChoice.LOOK: "Look and uptime",
    AdminChoice.PAGE_UP: "Move up",
    AdminChoice.PAGE_DOWN: "Move down",
    AdminChoice.EDIT: "Edit",
    AdminChoice.RENAME: "Rename",
    AdminChoice.UP: "Move up",
    AdminChoice.DOWN: "Move down",
    AdminChoice.RETIRE: "Remove",
    AdminChoice.DISSOLVE: "Dissolve",
}
_MORE = "On the command line: `stormlamp page --help`"


def page_admin_list(pages: Sequence[PageState], memory: AdminMemory, *, notice: str | None = None) -> View:
    """`notice` is plain text. A leaf out of range gives the nearest one."""
    last = len(pages) - 1
    rows = [
        _row(
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
    add = ButtonElement(text="Add a page", action_id=AdminAction.ADD_PAGE, style="primary")
    return _list(AdminView.PAGES, "Status pages", rows, [add], memory, notice=notice, remark=_MORE)


def component_admin_list(page: Page, catalogue: Catalogue, memory: AdminMemory, *, notice: str | None = None) -> View:
    """`notice` is plain text. A leaf out of range gives the nearest one."""
    shelves = catalogue.shelves
    rows = [
        row
        for index, shelf in enumerate(shelves)
        for row in _shelf(shelf, is_first=index == 0, is_last=index == len(shelves) - 1)
    ]
    buttons = [
        ButtonElement(text="Add a component", action_id=AdminAction.ADD_COMPONENT, style="primary"),
        ButtonElement(text="All pages", action_id=AdminAction.OPEN),
    ]
    remark = f"What *{escape(page.name)}* names, in its order." if rows else f"*{escape(page.name)}* names nothing yet."
    title = limits.cut(page.name, limits.VIEW_TITLE)
    return _list(AdminView.COMPONENTS, title, rows, buttons, memory, notice=notice, remark=remark)


def _counted(components: int) -> str:
    return "1 component" if components == 1 else f"{components:,} components"


def _shelf(shelf: Shelf, *, is_first: bool, is_last: bool) -> Iterator[Block]:
    outer = _moves(is_first=is_first, is_last=is_last)
    if shelf.group is not None:
        yield _row(f"*{escape(shelf.group.name)}*", [AdminChoice.RENAME, *outer, AdminChoice.DISSOLVE], shelf.group.id)
    for index, component in enumerate(shelf.components):
        inner = (
            outer if shelf.group is None else _moves(is_first=index == 0, is_last=index == len(shelf.components) - 1)
        )
        mark = "" if shelf.group is None else "└ "
        description = f"\n{escape(component.description)}" if component.description else ""
        yield _row(
            f"{mark}{escape(component.name)}{description}",
            [AdminChoice.EDIT, *inner, AdminChoice.RETIRE],
            component.id,
        )


def _moves(*, is_first: bool, is_last: bool) -> list[AdminChoice]:
    return [*([] if is_first else [AdminChoice.UP]), *([] if is_last else [AdminChoice.DOWN])]


def _row(text: str, choices: Sequence[AdminChoice], id: str) -> Block:
    return SectionBlock(
        text=limits.cut_escaped(text, limits.SECTION_TEXT),
        accessory=OverflowMenuElement(
            action_id=AdminAction.MENU,
            options=[Option(text=_LABELS[choice], value=f"{choice}:{id}") for choice in choices],
        ),
    )


def _list(
    kind: AdminView,
    title: str,
    rows: Sequence[Block],
    buttons: Sequence[ButtonElement],
    memory: AdminMemory,
    *,
    notice: str | None,
    remark: str,
) -> View:
    leaves = max(1, -(-len(rows) // _ROWS))
    leaf = min(max(memory.leaf, 1), leaves)
    return View(
        type="modal",
        callback_id=kind,
        title=title,
        close="Close",
        private_metadata=memory.model_copy(update={"leaf": leaf}).metadata(),
        blocks=[
            *([] if notice is None else [notice_block(escape(notice))]),
            ActionsBlock(elements=list(buttons)),
            *rows[(leaf - 1) * _ROWS : leaf * _ROWS],
            *_turner(leaf, leaves),
            ContextBlock(elements=[MarkdownTextObject(text=remark)]),
        ],
    )


def _turner(leaf: int, leaves: int) -> list[Block]:
    if leaves == 1:
        return []
    buttons = []
    if leaf > 1:
        buttons.append(ButtonElement(text="← Previous", action_id=AdminAction.TURN_BACK, value=str(leaf - 1)))
    if leaf < leaves:
        buttons.append(ButtonElement(text="Next →", action_id=AdminAction.TURN_ON, value=str(leaf + 1)))
    return [ContextBlock(elements=[MarkdownTextObject(text=f"{leaf} of {leaves}")]), ActionsBlock(elements=buttons)]
