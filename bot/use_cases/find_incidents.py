"""Find incidents: by number, in lists, and those that a channel means when none is named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.catalogue import Catalogue
from bot.domain.component import PageId
from bot.domain.errors import UnknownIncident
from bot.domain.incident import Incident
from bot.domain.known import Known
from bot.domain.page import Page
from bot.domain.state import Found, Listing
from bot.domain.texts import say
from storage.database import Database
from storage.unit_of_work import UnitOfWork

_KnownOfPages = defaultdict[PageId, Known[Incident]]

_REFERENCE = re.compile(r"(?:inc-?|#)?(\d{1,18})", re.IGNORECASE)


class FindIncidents:
    """Forms show what else holds a component: in a storm that is fifty incidents, of which few have changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: _KnownOfPages = defaultdict(Known)

    async def by_reference(self, reference: str) -> Found:
        """`INC-7`, `inc7`, `#7` or `7`. Raises UnknownIncident."""
        match = _REFERENCE.fullmatch(reference.strip())
        if match is None:
            raise UnknownIncident(say("incident “{reference}”", reference=reference))
        return await self.by_number(int(match[1]))

    async def by_number(self, number: int, *, others: bool = True) -> Found:
        """Raises UnknownIncident. Without `others`, those that are open on its page are left out."""
        async with self._database.reading() as uow:
            known = self._known if others else None
            return (await completed(uow, [await uow.incidents.by_number(number)], known))[0]

    async def meant_in(self, channel: str | None) -> Sequence[Found]:
        """The open incidents that a channel means: those announced in it, else its pages', else all.

        A direct message means all. Newest first.
        """
        async with self._database.reading() as uow:
            return await completed(uow, await _meant(uow, channel), self._known)

    async def started_after(self, moment: datetime) -> Sequence[Found]:
        """On all pages, newest first."""
        async with self._database.reading() as uow:
            return await completed(uow, await uow.incidents.started_after(moment))

    async def announced_at(self, channel: str, ts: str) -> int | None:
        """The number of the incident whose announcement this message is: its thread is about it."""
        async with self._database.reading() as uow:
            return await uow.announcements.incident_at(channel, ts)

    async def with_channel(self, channel: str) -> int | None:
        """The number of the incident whose own channel this is."""
        async with self._database.reading() as uow:
            return await uow.dedicated_channels.incident_of(channel)

    async def listed(self, *, resolved: bool | None = False, leaf: int = 1, per_leaf: int = 10) -> Listing:
        """Newest first; `resolved` of None lists all. A leaf out of range gives the nearest one."""
        async with self._database.reading() as uow:
            total = await uow.incidents.count(resolved=resolved)
            leaves = max(1, -(-total // per_leaf))
            leaf = min(max(leaf, 1), leaves)
            found = await uow.incidents.listed(resolved=resolved, offset=(leaf - 1) * per_leaf, limit=per_leaf)
            return Listing(incidents=await completed(uow, found), leaf=leaf, leaves=leaves, total=total)


async def _meant(uow: UnitOfWork, channel: str | None) -> Sequence[Incident]:
    if channel is None or channel.startswith("D"):
        return await uow.incidents.open()
    announced_here = await uow.incidents.open_in_channel(channel)
    if announced_here:
        return announced_here
    tied = await uow.pages.tied_to(channel)
    of_tied = [incident for page in tied for incident in await uow.incidents.open(page.id)]
    return sorted(of_tied, key=lambda each: -each.number) or await uow.incidents.open()


async def completed(
    uow: UnitOfWork, incidents: Iterable[Incident], others: _KnownOfPages | None = None
) -> Sequence[Found]:
    """With the `others` that are open on their pages where it is given what is known of them."""
    pages: dict[PageId, tuple[Page, Catalogue, Sequence[Incident]]] = {}
    complete = []
    for incident in incidents:
        if incident.page_id not in pages:
            pages[incident.page_id] = (
                await uow.pages.get(incident.page_id),
                await catalogue_of(uow, incident.page_id),
                () if others is None else await _open_to_the_public(uow, incident.page_id, others[incident.page_id]),
            )
        page, catalogue, open_incidents = pages[incident.page_id]
        complete.append(
            Found(
                incident=incident,
                page=page,
                catalogue=catalogue,
                others=[each for each in open_incidents if each.number != incident.number],
                announcements=await uow.announcements.of_incident(incident.number),
                dedicated=await uow.dedicated_channels.of_incident(incident.number),
            )
        )
    return complete


async def _open_to_the_public(uow: UnitOfWork, page_id: PageId, known: Known[Incident]) -> Sequence[Incident]:
    found = await uow.incidents.open(page_id, known=known)
    known.settle()
    return [each.as_public for each in found if each.is_public]


async def catalogue_of(uow: UnitOfWork, page_id: PageId) -> Catalogue:
    return Catalogue(await uow.components.groups_of_page(page_id), await uow.components.of_page(page_id))
