"""Begin a message with one that the page keeps ready."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.form_memory import FormMemory, fingerprint_of_texts, remember
from bot.blocks.ready_message_field import OFFERED, with_ready_messages
from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentId, PageId
from bot.domain.page import Page
from bot.domain.ready_message import ReadyMessage, begun_with
from bot.slack.form_state import FormState
from bot.use_cases.find_ready_messages import FindReadyMessages


class Beginning:
    def __init__(self, find_ready_messages: FindReadyMessages) -> None:
        self._find = find_ready_messages

    async def offered(self, view: View) -> View:
        """The same view, with the messages to choose from."""
        if view.callback_id not in OFFERED:
            return view
        memory = FormMemory.model_validate_json(view.private_metadata or "{}")
        return with_ready_messages(view, await self._of(memory.page))

    async def begun(
        self, state: FormState, page: Page, catalogue: Catalogue, components: Iterable[ComponentId]
    ) -> FormState:
        """What the form holds once the chosen message is filled in; with the components of now, while it is as it was
        filled in before.
        """
        memory, typed = state.memory, state.entries.message
        is_untouched = fingerprint_of_texts([typed.strip()]) == memory.filled
        chosen = next((each for each in await self._of(page.id) if each.id == state.ready_message), None)
        if chosen is None or (chosen.id == memory.ready and not is_untouched):
            return state
        names = [catalogue.name(id) for id in components if id in catalogue.components]
        ready = limits.cut(chosen.filled(page=page.name, components=names), limits.INPUT_TEXT)
        message = limits.cut(begun_with(typed, ready, is_untouched=is_untouched), limits.INPUT_TEXT)
        if message == typed:
            return state
        filled = fingerprint_of_texts([message.strip()])
        memory = memory.model_copy(update={"ready": chosen.id, "filled": filled, "fillings": memory.fillings + 1})
        return replace(state, begun=(memory, message))

    async def _of(self, page: PageId | None) -> Sequence[ReadyMessage]:
        return () if page is None else await self._find.of_page(page)


def remember_beginning(view: View, state: FormState) -> View:
    memory = state.memory
    return remember(view, ready=memory.ready, filled=memory.filled, fillings=memory.fillings)
