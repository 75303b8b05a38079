"""The views for admins as they are to be shown now."""

from __future__ import annotations

from slack_sdk.models.views import View

from bot.blocks.admin_forms import component_form, dissolve_form, group_form, retire_form
from bot.blocks.admin_lists import component_admin_list, page_admin_list, ready_message_list
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminChoice
from bot.blocks.page_forms import look_form, page_form, remove_page_form
from bot.blocks.ready_message_forms import ready_message_form, remove_message_form
from bot.domain.component import Component
from bot.domain.errors import UnknownReadyMessage
from bot.domain.ready_message import ReadyMessage
from bot.domain.state import PageState
from bot.use_cases.find_pages import FindPages
from bot.use_cases.find_ready_messages import FindReadyMessages


class AdminViews:
    """Each raises Unknown for what is not there any more, and TryAgain."""

    def __init__(self, find_pages: FindPages, find_ready_messages: FindReadyMessages) -> None:
        self._find_pages = find_pages
        self._find_ready_messages = find_ready_messages

    async def list(self, memory: AdminMemory, *, notice: str | None = None) -> View:
        """`notice` is plain text."""
        memory = memory.model_copy(update={"id": None})
        if memory.page is None:
            return page_admin_list(await self._find_pages.all(), memory, notice=notice)
        state = await self._find_pages.by_slug(memory.page)
        if memory.messages:
            messages = await self._find_ready_messages.of_page(state.page.id)
            return ready_message_list(state.page, messages, memory, notice=notice)
        return component_admin_list(state.page, state.catalogue, memory, notice=notice)

    def new_page(self, memory: AdminMemory) -> View:
        return page_form(None, memory)

    async def new_component(self, memory: AdminMemory) -> View:
        state = await self._find_pages.by_slug(memory.page or "")
        return component_form(None, state.catalogue, memory)

    async def removal(self, memory: AdminMemory) -> View:
        """Of the page that is looked into; what it stands upon becomes the list of pages."""
        page = (await self._find_pages.by_slug(memory.page or "")).page
        return remove_page_form(page, AdminMemory(id=page.slug))

    def new_message(self, memory: AdminMemory) -> View:
        return ready_message_form(None, memory)

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
            case AdminChoice.EDIT_MESSAGE:
                return ready_message_form(await self._message(state, id), memory)
            case AdminChoice.REMOVE_MESSAGE:
                return remove_message_form(await self._message(state, id), memory)
            case AdminChoice.RETIRE:
                return retire_form(_component(state, id), memory)
            case _:
                return component_form(_component(state, id), state.catalogue, memory)

    async def _message(self, state: PageState, name: str) -> ReadyMessage:
        messages = await self._find_ready_messages.of_page(state.page.id)
        for message in messages:
            if message.name == name:
                return message
        raise UnknownReadyMessage(name, state.page.name, tuple(each.name for each in messages))


def _component(state: PageState, id: str) -> Component:
    return state.catalogue.named(id, page_name=state.page.name)
