"""Remove a page: retired with all that stood on it, or deleted where there is nothing that anybody may look for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import Conflict
from bot.domain.history import HistoryFilter
from bot.domain.page import Page
from bot.domain.texts import say
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.claims import require_first
from bot.use_cases.origin import Origin
from storage.repositories.publications import SERVER
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """A retired one answers on at its addresses; a deleted one is gone."""

    page: Page
    is_deleted: bool


class RemovePage(Administration):
    async def __call__(self, slug: str, *, actor: Actor, origin: Origin) -> RemovedPage:
        """Raises NotAllowed, UnknownPage, RetiredPage, TryAgain, and Conflict for the only page and for one with open
        incidents.
        """
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            kept = await uow.pages.kept(lock=True)
            page = await uow.pages.by_slug(slug)
            await _require_removable(uow, page, kept)
            if kept[0].id == page.id:
                # What stands at the root is another page's from now on.
                await uow.pages.advance(kept[1].id, now=now, everything=True)
            is_deleted = not await _is_looked_for(uow, page)
            if is_deleted:
                await uow.pages.delete(page.id)
            else:
                page = await _retired(uow, page, now)
            act = "delete page" if is_deleted else "retire page"
            await note_act(uow, act, actor=actor, origin=origin, now=now, page=page)
        return RemovedPage(page, is_deleted)


async def _require_removable(uow: UnitOfWork, page: Page, kept: Sequence[Page]) -> None:
    holders = await uow.incidents.open(page.id)
    if holders:
        named = ", ".join(f"{incident.reference} “{incident.title}”" for incident in holders)
        raise Conflict(
            say(
                "“{page}” has an open incident: {named}. Resolve it first, then remove the page.",
                page=page.name,
                named=named,
            ),
            field="slug",
        )
    if len(kept) == 1:
        raise Conflict(
            say("“{page}” is the only page. Add another one first, then remove this one.", page=page.name), field="slug"
        )


async def _is_looked_for(uow: UnitOfWork, page: Page) -> bool:
    """Whether it ever had an incident, or stands anywhere but on our own server, from where it vanishes by itself."""
    if await uow.incidents.count_fitting(HistoryFilter(page_id=page.id)):
        return True
    return any(each.target != SERVER for each in await uow.publications.of_page(page.id))


async def _retired(uow: UnitOfWork, page: Page, now: datetime) -> Page:
    await uow.pages.save(replace(page, retired_at=now, updated_at=now))
    await uow.pages.advance(page.id, now=now, everything=True)
    return await uow.pages.get(page.id)
