"""Find status pages, with what they show now."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.component import PageId
from bot.domain.page import Page
from bot.domain.state import PageState
from bot.use_cases.find_incidents import catalogue_of
from storage.database import Database
from storage.unit_of_work import UnitOfWork


class FindPages:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[PageState]:
        """In their order; retired ones are left out."""
        async with self._database.reading() as uow:
            return [await state_of(uow, page) for page in await uow.pages.kept()]

    async def by_id(self, page_id: PageId) -> PageState:
        """Raises DeletedPage."""
        async with self._database.reading() as uow:
            return await state_of(uow, await uow.pages.get(page_id))

    async def by_slug(self, slug: str) -> PageState:
        """Raises UnknownPage, naming those that there are, and RetiredPage."""
        async with self._database.reading() as uow:
            return await state_of(uow, await uow.pages.by_slug(slug))


async def state_of(uow: UnitOfWork, page: Page) -> PageState:
    return PageState(
        page=page,
        catalogue=await catalogue_of(uow, page.id),
        open_incidents=await uow.incidents.open(page.id),
        channels=await uow.pages.channels_beside(page.id),
    )
