"""Move a page among the pages: the first one also answers at `/`, and is offered first."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import Invalid
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.origin import Origin


class MovePage(Administration):
    async def __call__(self, slug: str, *, by: int, actor: Actor, origin: Origin) -> None:
        """`by` places, to the front if negative. Raises NotAllowed, UnknownPage, TryAgain, and Invalid past an end."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            page = await uow.pages.by_slug(slug)
            pages = list(await uow.pages.all())
            before = next(index for index, each in enumerate(pages) if each.id == page.id)
            after = before + by
            if not 0 <= after < len(pages):
                raise Invalid(f"“{page.name}” is the {'first' if by < 0 else 'last'} page already.", field="page")
            pages.insert(after, pages.pop(before))
            for position, each in enumerate(pages, start=1):
                if each.position != position:
                    await uow.pages.save(replace(each, position=position))
                    # What links to the root, or stands there, is another page's from now on.
                    await uow.pages.advance(each.id, now=now, everything=True)
            await note_act(uow, "move page", actor=actor, origin=origin, now=now, page=page)
