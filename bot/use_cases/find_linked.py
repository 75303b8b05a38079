"""Find what a link leads to: a page, or an incident that the public can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urlsplit

from bot.domain.incident import Incident, IncidentId
from bot.domain.page import Page
from bot.domain.state import Found, PageState
from bot.use_cases.clock import Clock
from bot.use_cases.find_incidents import completed
from bot.use_cases.find_pages import state_of
from storage.database import Database
from storage.unit_of_work import UnitOfWork

#: Every address at which each of the pages answers.
AddressesOf = Callable[[Sequence[Page]], Iterable[tuple[str, Page]]]

_INCIDENTS = "/incidents/"


class FindLinked:
    def __init__(self, database: Database, clock: Clock, addresses_of: AddressesOf) -> None:
        self._database = database
        self._clock = clock
        self._addresses_of = addresses_of

    async def __call__(self, url: str) -> PageState | Found | None:
        """Of an incident, what the public may know; None for one that it may not read, and for all else."""
        place = _place(url)
        async with self._database.reading() as uow:
            for address, page in self._addresses_of(await uow.pages.all()):
                base = _place(address)
                if place == base:
                    return await state_of(uow, page)
                if place.startswith(base + _INCIDENTS):
                    found = await self._incident(uow, page, place.removeprefix(base + _INCIDENTS))
                    if found is not None:
                        return found
        return None

    async def _incident(self, uow: UnitOfWork, page: Page, id: str) -> Found | None:
        incident = await uow.incidents.by_id(IncidentId(id))
        if incident is None or incident.page_id != page.id or not self._is_read(page, incident):
            return None
        return (await completed(uow, [incident.as_public]))[0]

    def _is_read(self, page: Page, incident: Incident) -> bool:
        """Without a public archive, an incident that has left the front page is not read any more."""
        if not incident.is_public:
            return False
        gone = incident.resolved_at is not None and page.leaves_front_at(incident.resolved_at) <= self._clock()
        return page.has_archive or not gone


def _place(url: str) -> str:
    """An address without what does not change where it leads."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a bracket in the host
        return url
    return parts.netloc.casefold() + parts.path.rstrip("/")
