"""Change a message that a page keeps ready: its text, and what responders choose it by."""

from __future__ import annotations

from bot.domain.errors import UnknownReadyMessage
from bot.domain.overtaking import Seen, require_uncontested
from bot.domain.page import Page
from bot.domain.ready_message import valid_ready_message
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.change_incident import Keep, given_of
from bot.use_cases.claims import require_first
from bot.use_cases.keep_ready_message import require_free_name
from bot.use_cases.origin import Origin


class EditReadyMessage(Administration):
    async def __call__(
        self,
        slug: str,
        before: str,
        name: str | Keep,
        text: str | Keep,
        *,
        actor: Actor,
        origin: Origin,
        seen: Seen | None = None,
    ) -> Page:
        """`before` is its name until now; `seen` tells what of it an admin had before their eyes.

        Raises NotAllowed, UnknownPage, UnknownReadyMessage, Invalid, Overtaken and TryAgain.
        """
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            # Held, so that nobody else changes its messages meanwhile.
            page = await uow.pages.get_kept((await uow.pages.by_slug(slug)).id)
            texts = {each.name: each.text for each in await uow.ready_messages.of_page(page.id)}
            names = tuple(texts)
            if before not in texts:
                raise UnknownReadyMessage(before, page.name, names)
            stands = {"name": before, "text": texts[before]}
            require_uncontested(before, seen, given_of(name=name, text=text), stands)
            name, text = valid_ready_message(
                before if isinstance(name, Keep) else name, texts[before] if isinstance(text, Keep) else text
            )
            if name != before:
                require_free_name(name, names)
            await uow.ready_messages.change(page.id, before, name, text)
            details = {"name": before, "new_name": name} if name != before else {"name": name}
            await note_act(uow, "edit template", actor=actor, origin=origin, now=now, page=page, details=details)
            return page
