"""The views for admins as they are to be shown now."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.models.views import View

from bot.blocks.admin_fields import refilled, shown_in, with_notice
from bot.blocks.admin_forms import component_form, dissolve_form, group_form, retire_form
from bot.blocks.admin_lists import component_admin_list, page_admin_list, ready_message_list
from bot.blocks.admin_memory import AdminMemory
from bot.blocks.ids import AdminChoice, AdminField, AdminView
from bot.blocks.page_forms import look_form, page_form, remove_page_form
from bot.blocks.ready_message_forms import ready_message_form, remove_message_form
from bot.domain.component import Component
from bot.domain.errors import Overtaken, UnknownReadyMessage
from bot.domain.ready_message import ReadyMessage
from bot.domain.state import PageState
from bot.domain.texts import later, say
from bot.slack.admin_form_state import SentAdminForm
from bot.use_cases.find_pages import FindPages
from bot.use_cases.find_ready_messages import FindReadyMessages

#: By which menu a form is opened that changes something.
_CHOICES = {
    AdminView.PAGE_FORM: AdminChoice.SETTINGS,
    AdminView.LOOK_FORM: AdminChoice.LOOK,
    AdminView.COMPONENT_FORM: AdminChoice.EDIT,
    AdminView.GROUP_FORM: AdminChoice.RENAME,
    AdminView.MESSAGE_FORM: AdminChoice.EDIT_MESSAGE,
}
#: Of what has another name than its field.
_FIELDS: Mapping[str, str] = {"has_archive": AdminField.ARCHIVE, "text": AdminField.MESSAGE}
_OVERTAKEN = later(
    "*Somebody else has changed this while you wrote.* Nothing is lost, and yours is not saved yet: "
    "press the button again to set it as you have it below, or go back. It stands now:"
)
_SENT_BEFORE = later(
    "*This form was sent already, with other content, and that is saved.* Nothing of what you see below is saved yet: "
    "press the button again to save it as well, or go back."
)


class AdminViews:
    """Each raises Unknown for what is not there any more, and TryAgain."""

    def __init__(self, find_pages: FindPages, find_ready_messages: FindReadyMessages) -> None:
        self._find_pages = find_pages
        self._find_ready_messages = find_ready_messages

    async def list(self, memory: AdminMemory, *, notice: str | None = None) -> View:
        """`notice` is plain text."""
        memory = memory.model_copy(update={"id": None, "shown": {}, "attempt": 0})
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

    async def overtaken(self, sent: SentAdminForm, error: Overtaken) -> View:
        """The same form with all that was entered, saying how it stands now: sent again, it applies."""
        memory = sent.memory
        now = await self._anew(sent)
        news = [f"• {line}" for line in shown_in(now, [_FIELDS.get(name, name) for name in error.names])]
        shown = AdminMemory.model_validate_json(now.private_metadata or "{}").shown
        # What was not touched goes on being known by what it was when the form was opened.
        told = memory.shown | {name: shown[name] for name in error.names}
        return _back(now, sent, memory.model_copy(update={"shown": told}), "\n".join([say(_OVERTAKEN), *news]))

    async def sent_before(self, sent: SentAdminForm) -> View:
        """The same form, of which other content was saved: what it holds now is offered."""
        memory = sent.memory.model_copy(update={"attempt": sent.memory.attempt + 1})
        return _back(await self._anew(sent), sent, memory, say(_SENT_BEFORE))

    async def _anew(self, sent: SentAdminForm) -> View:
        """As it would open now."""
        kind, memory = AdminView(sent.view["callback_id"]), sent.memory
        match kind:
            case AdminView.REMOVE_PAGE_FORM:
                return await self.removal(AdminMemory(page=sent.id))
            case AdminView.PAGE_FORM if not sent.id:
                return self.new_page(memory)
            case AdminView.COMPONENT_FORM if not sent.id:
                return await self.new_component(memory)
            case AdminView.MESSAGE_FORM if not sent.id:
                return self.new_message(memory)
            case _:
                return await self.form(_CHOICES[kind], sent.id, memory)

    async def _message(self, state: PageState, name: str) -> ReadyMessage:
        messages = await self._find_ready_messages.of_page(state.page.id)
        for message in messages:
            if message.name == name:
                return message
        raise UnknownReadyMessage(name, state.page.name, tuple(each.name for each in messages))


def _back(view: View, sent: SentAdminForm, memory: AdminMemory, notice: str) -> View:
    """With all that was entered. `notice` is mrkdwn."""
    view = refilled(view, sent.entered)
    view.private_metadata = memory.metadata()
    return with_notice(view, notice)


def _component(state: PageState, id: str) -> Component:
    return state.catalogue.named(id, page_name=state.page.name)
