"""Take a snapshot of a page: all of it, or the parts that changed since a revision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.component import PageId
from bot.domain.incident import Incident, IncidentId
from bot.domain.known import Known
from bot.domain.page import Page
from bot.status_page.compose import Composer, KnownViews
from bot.status_page.snapshot import LATEST_LIMIT, STALE_AFTER_DEFAULT, FrontPart, IncidentPart, MonthPart
from bot.use_cases.clock import Clock
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.uptime import histories
from storage.database import Database
from storage.unit_of_work import UnitOfWork

UrlOf = Callable[[Page], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A page at one revision: its front and the parts that were asked for.

    `whole` says that nothing rendered before may stay as it is, asked for again or not. `gone` are the incidents and
    months that were public before and are not any more.
    """

    page: Page
    url: str
    whole: bool
    front: FrontPart
    incidents: tuple[IncidentPart, ...]
    months: tuple[MonthPart, ...]
    gone_incidents: tuple[IncidentId, ...] = ()
    gone_months: tuple[str, ...] = ()


class TakeSnapshot:
    """`url_of` gives a page's public address, without a slash at its end; `stale_after` is in seconds."""

    def __init__(
        self, database: Database, clock: Clock, url_of: UrlOf, *, stale_after: int = STALE_AFTER_DEFAULT
    ) -> None:
        self._database = database
        self._clock = clock
        self._url_of = url_of
        self._stale_after = stale_after
        self._known: defaultdict[PageId, Known[Incident]] = defaultdict(Known)
        self._views: dict[PageId, KnownViews] = {}

    async def __call__(self, page_id: PageId, *, since: int, archive: bool) -> Snapshot:
        """What changed after revision `since`; where that is everything, with `archive` all of history, too.

        Without `archive` only what the front page links to; old parts can then be asked for one by one. Raises
        DeletedPage.
        """
        async with self._database.reading() as uow:
            page = await uow.pages.get(page_id)
            composer = await self._composer(uow, page)
            known = self._known[page.id]
            open_incidents = [each for each in await uow.incidents.open(page.id, known=known) if each.is_public]
            recent = await self._recent(uow, page)
            months = await uow.incidents.months(page.id) if page.has_archive else []
            whole = since < page.full_revision
            newest = [month for month, _ in months[:1]]
            changed = [] if whole and not archive else await uow.incidents.changed_since(page.id, 0 if whole else since)
            if whole and not archive:
                incidents: Sequence[Incident] = [*open_incidents, *recent]
            else:
                ids = [each.id for each in changed if each.is_public]
                incidents = await uow.incidents.by_ids(ids, known=known)
            # The newest month is the page `/history`, too, which links to all the others.
            changed_months = dict.fromkeys([*newest, *(each.month for each in changed if each.month)])
            existing = {month for month, _ in months}
            of_months = {month: await self._of_month(uow, page, month) for month in changed_months if month in existing}
            snapshot = Snapshot(
                page=page,
                url=composer.url,
                whole=whole,
                front=composer.front(
                    open_incidents=open_incidents,
                    recent=recent,
                    latest=await self._latest(uow, page, [*open_incidents, *recent]),
                    months=months,
                    histories=await histories(uow, page, composer.catalogue),
                    logo=await uow.pages.logo(page.id) if page.logo else None,
                ),
                incidents=tuple(composer.incident_part(incident) for incident in incidents),
                months=tuple(
                    composer.month_part(month, incidents, months=months) for month, incidents in of_months.items()
                ),
                gone_incidents=tuple(each.id for each in changed if not each.is_public),
                gone_months=tuple(month for month in changed_months if month not in existing),
            )
            composer.views.settle()
            known.settle()
            return snapshot

    async def incident(self, slug: str, incident_id: IncidentId) -> IncidentPart | None:
        async with self._database.reading() as uow:
            page = await uow.pages.addressed(slug)
            incident = None if page is None else await uow.incidents.by_id(incident_id)
            if page is None or incident is None or incident.page_id != page.id or not incident.is_public:
                return None
            return (await self._composer(uow, page)).incident_part(incident)

    async def month(self, slug: str, month: str) -> MonthPart | None:
        async with self._database.reading() as uow:
            page = await uow.pages.addressed(slug)
            if page is None or not page.has_archive:
                return None
            incidents = await self._of_month(uow, page, month)
            if not incidents:
                return None
            months = await uow.incidents.months(page.id)
            return (await self._composer(uow, page)).month_part(month, incidents, months=months)

    async def _composer(self, uow: UnitOfWork, page: Page) -> Composer:
        catalogue = await catalogue_of(uow, page.id)
        views = self._views.get(page.id)
        if views is None or not views.fit(catalogue):
            # Whoever is still at it with the one before goes on with what fits that.
            views = self._views[page.id] = KnownViews(catalogue)
        return Composer(
            page=page,
            url=self._url_of(page),
            catalogue=catalogue,
            stale_after=self._stale_after,
            views=views,
        )

    async def _recent(self, uow: UnitOfWork, page: Page) -> Sequence[Incident]:
        now = self._clock()
        resolved = await uow.incidents.resolved_after(page.id, page.resolved_since(now), known=self._known[page.id])
        return [each for each in resolved if each.resolved_at and page.leaves_front_at(each.resolved_at) > now]

    async def _latest(self, uow: UnitOfWork, page: Page, on_front: Sequence[Incident]) -> Sequence[Incident]:
        """The newest first; of a page without a public archive, those that its front shows."""
        if page.has_archive:
            return await uow.incidents.latest(page.id, LATEST_LIMIT, known=self._known[page.id])
        newest_first = sorted(on_front, key=lambda each: each.as_public.created_at, reverse=True)
        return newest_first[:LATEST_LIMIT]

    async def _of_month(self, uow: UnitOfWork, page: Page, month: str) -> Sequence[Incident]:
        return await uow.incidents.of_month(page.id, month, known=self._known[page.id])
