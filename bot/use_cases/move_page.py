"""Move a page among the pages: the first one also answers at `/`, and is offered first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.errors import Invalid
from bot.domain.page import Page
from bot.domain.placement import After, Before, By, Destination, index_in
from bot.domain.texts import say
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.claims import is_repeated
from bot.use_cases.origin import Origin


class MovePage(Administration):
    async def __call__(self, slug: str, destination: Destination, *, actor: Actor, origin: Origin) -> Page:
        """Others are named by their slugs. Raises NotAllowed, UnknownPage, TryAgain, and Invalid past an end."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            if await is_repeated(uow, origin, now=now):
                return await uow.pages.by_slug(slug)
            page = await uow.pages.by_slug(slug)
            pages = list(await uow.pages.kept())
            if isinstance(destination, Before | After):
                await uow.pages.by_slug(destination.other)
            pages.insert(_index([each.slug for each in pages], page, destination), pages.pop(pages.index(page)))
            for position, each in enumerate(pages, start=1):
                if each.position != position:
                    await uow.pages.save(replace(each, position=position))
                    # What links to the root, or stands there, is another page's from now on.
                    await uow.pages.advance(each.id, now=now, everything=True)
            await note_act(uow, "move page", actor=actor, origin=origin, now=now, page=page)
        return page


def _index(slugs: Sequence[str], page: Page, destination: Destination) -> int:
    index = index_in(slugs, page.slug, destination)
    if index is None:
        raise Invalid(say("“{page}” can't stand beside itself. Name another page.", page=page.name), field="page")
    if 0 <= index < len(slugs):
        return index
    if isinstance(destination, By):
        if destination.places < 0:
            raise Invalid(say("“{page}” is the first page already.", page=page.name), field="page")
        raise Invalid(say("“{page}” is the last page already.", page=page.name), field="page")
    raise Invalid(
        say("There is no position {index} there; it can be 1 to {count}.", index=index + 1, count=len(slugs)),
        field="position",
    )
