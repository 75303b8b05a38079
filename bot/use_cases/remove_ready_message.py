"""Remove a ready-made message from a page; what was written with it stays."""

from __future__ import annotations

from bot.domain.errors import UnknownReadyMessage
from bot.domain.page import Page
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.claims import require_first
from bot.use_cases.origin import Origin


class RemoveReadyMessage(Administration):
    async def __call__(self, slug: str, name: str, *, actor: Actor, origin: Origin) -> Page:
        """Raises NotAllowed, UnknownPage, UnknownReadyMessage and TryAgain."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            page = await uow.pages.by_slug(slug)
            if not await uow.ready_messages.remove(page.id, name):
                known = await uow.ready_messages.of_page(page.id)
                raise UnknownReadyMessage(name, page.name, tuple(each.name for each in known))
            details = {"name": name}
            await note_act(uow, "remove template", actor=actor, origin=origin, now=now, page=page, details=details)
            return page
