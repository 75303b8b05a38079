"""Keep a message ready for the responders of a page, or change the one of that name."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.errors import Invalid
from bot.domain.page import Page
from bot.domain.ready_message import MOST, valid_ready_message
from bot.domain.texts import say
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.claims import require_first
from bot.use_cases.origin import Origin


class KeepReadyMessage(Administration):
    async def __call__(
        self, slug: str, name: str, text: str, *, actor: Actor, origin: Origin, is_new: bool = False
    ) -> Page:
        """`is_new` refuses a name that there is already. Raises NotAllowed, UnknownPage, Invalid and TryAgain."""
        self._admins.admit(actor)
        name, text = valid_ready_message(name, text)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            page = await uow.pages.by_slug(slug)
            names = {each.name for each in await uow.ready_messages.of_page(page.id)}
            if is_new:
                require_free_name(name, names)
            if name not in names and len(names) >= MOST:
                raise Invalid(
                    say(
                        "“{page}” has {most} ready-made messages, as many as fit a form. Remove one.",
                        page=page.name,
                        most=MOST,
                    ),
                    field="name",
                )
            await uow.ready_messages.put(page.id, name, text)
            details = {"name": name}
            await note_act(uow, "keep template", actor=actor, origin=origin, now=now, page=page, details=details)
            return page


def require_free_name(name: str, names: Collection[str]) -> None:
    if name in names:
        raise Invalid(
            say("There is a ready-made message “{name}” already. Change that one, or its name.", name=name),
            field="name",
        )
