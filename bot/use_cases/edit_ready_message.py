"""Change a message that a page keeps ready: its text, and what responders choose it by."""

from __future__ import annotations

from bot.domain.errors import UnknownReadyMessage
from bot.domain.page import Page
from bot.domain.ready_message import valid_ready_message
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.keep_ready_message import require_free_name
from bot.use_cases.origin import Origin


class EditReadyMessage(Administration):
    async def __call__(self, slug: str, before: str, name: str, text: str, *, actor: Actor, origin: Origin) -> Page:
        """`before` is its name until now. Raises NotAllowed, UnknownPage, UnknownReadyMessage, Invalid and TryAgain."""
        self._admins.admit(actor)
        name, text = valid_ready_message(name, text)
        now = self._clock()
        async with self._database.writing() as uow:
            page = await uow.pages.by_slug(slug)
            names = tuple(each.name for each in await uow.ready_messages.of_page(page.id))
            if before not in names:
                raise UnknownReadyMessage(before, page.name, names)
            if name != before:
                require_free_name(name, names)
            await uow.ready_messages.change(page.id, before, name, text)
            details = {"name": before, "new_name": name} if name != before else {"name": name}
            await note_act(uow, "edit template", actor=actor, origin=origin, now=now, page=page, details=details)
            return page
