"""Find status pages, with what they show now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentId, ComponentStatus, PageId
from bot.domain.headline import Headline, headline
from bot.domain.incident import Incident, shown_statuses
from bot.domain.page import Page
from bot.use_cases.find_incidents import catalogue_of
from storage.database import Database
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    """`statuses` holds what each live component shows now."""

    page: Page
    catalogue: Catalogue
    open_incidents: Sequence[Incident]

    @property
    def statuses(self) -> Mapping[ComponentId, ComponentStatus]:
        return shown_statuses((component.id for component in self.catalogue.live), self.open_incidents)

    @property
    def headline(self) -> Headline:
        return headline(self.statuses.values(), self.open_incidents)


class FindPages:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[PageState]:
        """In their order."""
        async with self._database.reading() as uow:
            return [await _state(uow, page) for page in await uow.pages.all()]

    async def by_id(self, page_id: PageId) -> PageState:
        """Raises UnknownPage."""
        async with self._database.reading() as uow:
            return await _state(uow, await uow.pages.get(page_id))

    async def by_slug(self, slug: str) -> PageState:
        """Raises UnknownPage, naming those that there are."""
        async with self._database.reading() as uow:
            return await _state(uow, await uow.pages.by_slug(slug))


async def _state(uow: UnitOfWork, page: Page) -> PageState:
    return PageState(
        page=page, catalogue=await catalogue_of(uow, page.id), open_incidents=await uow.incidents.open(page.id)
    )
