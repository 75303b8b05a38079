"""The views for admins as they are to be shown now."""

from __future__ import annotations

from slack_sdk.models.views import View

from bot.blocks.admin_forms import component_form, dissolve_form, group_form, retire_form
from bot.blocks.admin_lists import component_admin_list, page_admin_list
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminChoice
from bot.blocks.page_forms import look_form, page_form
from bot.domain.component import Component
from bot.domain.state import PageState
from bot.use_cases.find_pages import FindPages


class AdminViews:
    """Each raises UnknownPage and Unknown for what is not there any more, and TryAgain."""

    def __init__(self, find_pages: FindPages) -> None:
        self._find_pages = find_pages

    async def list(self, memory: AdminMemory, *, notice: str | None = None) -> View:
        """`notice` is plain text."""
        memory = memory.model_copy(update={"id": None})
        if memory.page is None:
            return page_admin_list(await self._find_pages.all(), memory, notice=notice)
        state = await self._find_pages.by_slug(memory.page)
        return component_admin_list(state.page, state.catalogue, memory, notice=notice)

    def new_page(self, memory: AdminMemory) -> View:
        return page_form(None, memory)

    async def new_component(self, memory: AdminMemory) -> View:
        state = await self._find_pages.by_slug(memory.page or "")
        return component_form(None, state.catalogue, memory)

    async def form(self, choice: AdminChoice, id: str, memory: AdminMemory) -> View:
        memory = memory.model_copy(update={"id": id})
        if choice is AdminChoice.SETTINGS:
            return page_form((await self._find_pages.by_slug(id)).page, memory)
        if choice is AdminChoice.LOOK:
            return look_form((await self._find_pages.by_slug(id)).page, memory)
        state = await self._find_pages.by_slug(memory.page or "")
        match choice:
            case AdminChoice.RENAME:
                return group_form(state.catalogue.group_named(id, page_name=state.page.name), memory)
            case AdminChoice.DISSOLVE:
                return dissolve_form(state.catalogue.group_named(id, page_name=state.page.name), memory)
            case AdminChoice.RETIRE:
                return retire_form(_component(state, id), memory)
            case _:
                return component_form(_component(state, id), state.catalogue, memory)


def _component(state: PageState, id: str) -> Component:
    return state.catalogue.named(id, page_name=state.page.name)
