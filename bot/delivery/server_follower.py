"""Keeps what the web server serves from its memory at the newest revision of every page."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence

import structlog

from bot.delivery.addresses import Addresses
from bot.delivery.publication import note_published
from bot.delivery.rendering import gone, render
from bot.domain.component import PageId
from bot.domain.errors import DeletedPage, TryAgain
from bot.domain.incident import IncidentId
from bot.domain.page import Page
from bot.metrics import Metrics
from bot.status_page.memory import RenderedPages
from bot.status_page.rendered import RenderedFile
from bot.status_page.renderer import render_incident, render_month, render_translated
from bot.status_page.representation import Representation, represent_all
from bot.status_page.snapshot import FrontPart, IncidentPart, MonthPart
from bot.trouble_log import TroubleLog
from bot.use_cases.clock import Clock
from bot.use_cases.take_snapshot import Snapshot, TakeSnapshot
from storage.database import Database
from storage.repositories.publications import SERVER

#: Where one change follows the other, for so many times as long as it takes to show one the next one waits: what
#: responders wait for is done by the same processor.
_REST_SHARE = 2.0
_LONGEST_REST_SECONDS = 0.05
_TRY_AGAIN_SECONDS = 1.0
#: Open pages are told how long ago they were known to be right, so that is made sure of when nothing happens, too.
_CONFIRM_SECONDS = 15.0

log = structlog.get_logger()


class ServerFollower:
    """`targets` are all that a page is owed to, this server among them; None where nobody is told what it shows."""

    def __init__(
        self,
        database: Database,
        take_snapshot: TakeSnapshot,
        addresses: Addresses,
        targets: Sequence[str] | None,
        clock: Clock,
        *,
        metrics: Metrics | None = None,
    ) -> None:
        self._database = database
        self._take_snapshot = take_snapshot
        self._addresses = addresses
        self._targets = targets
        self._clock = clock
        self._seconds = (metrics or Metrics()).publish_seconds.labels(SERVER)
        self._rendered: dict[PageId, Page] = {}
        self._fronts: dict[str, FrontPart] = {}
        self._noted: dict[PageId, int] = {}
        self._to_note = asyncio.Event()
        self._shown = asyncio.Event()
        self._not_following = TroubleLog("server_not_following", over="server_following")
        self._not_noted = TroubleLog("server_not_noted", over="server_noted")
        self.pages = RenderedPages(self._load, self._translate)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            seen = self._database.changes.count
            seconds, started = _CONFIRM_SECONDS, time.perf_counter()
            try:
                await self.catch_up()
                self._not_following.ended()
            except TryAgain as error:
                # The last pages stay in memory and are served on.
                self._not_following.failed(error.message)
                seconds = _TRY_AGAIN_SECONDS
            rest = min(_LONGEST_REST_SECONDS, _REST_SHARE * (time.perf_counter() - started))
            await self._database.changes.wait_beyond(seen, seconds=seconds, rest=rest)

    async def keep_noted(self) -> None:
        """Write down what is shown, until cancelled: the public waits for no bookkeeping, nor does the next change."""
        while True:
            await self._to_note.wait()
            self._to_note.clear()
            try:
                await self.note()
                self._not_noted.ended()
            except TryAgain as error:
                self._not_noted.failed(error.message)
                await asyncio.sleep(_TRY_AGAIN_SECONDS)
                self._to_note.set()

    async def shown(self) -> None:
        """Until every page was shown for the first time."""
        await self._shown.wait()

    async def catch_up(self) -> None:
        """Render every page whose revision has moved on."""
        async with self._database.reading() as uow:
            pages = await uow.pages.all()
        known = {page.id for page in pages}
        self._rendered = {id: page for id, page in self._rendered.items() if id in known}
        for page in pages:
            if self._revision(page) < page.revision:
                # One that is deleted at this moment is gone at the next look.
                with contextlib.suppress(DeletedPage):
                    await self._render(page)
        places = {page.slug: self._addresses.place(page) for page in pages}
        first = places[pages[0].slug] if pages else None
        self.pages.address(first=first, slugs=places, hosts=self._addresses.hosts(pages))
        self.pages.confirm()
        self._shown.set()
        self._to_note.set()

    async def _render(self, page: Page) -> None:
        started, since = time.perf_counter(), self._revision(page)
        if since == 0:
            self._noted.pop(page.id, None)
        snapshot = await self._take_snapshot(page.id, since=since, archive=False)
        # Before the first place shows it: from then on translations are kept, and must not be made of what was before.
        self._fronts[snapshot.page.slug] = snapshot.front
        for place in (self._addresses.place(snapshot.page), self._addresses.own_place(snapshot.page)):
            if place is not None:
                # Responders wait for acknowledgements meanwhile, and readers for what is there.
                files = await asyncio.to_thread(_ready, snapshot, place.base_path)
                self.pages.put(place, files, whole=snapshot.whole, gone=gone(snapshot))
        self._rendered[page.id] = snapshot.page
        self._seconds.observe(time.perf_counter() - started)

    async def note(self) -> None:
        """Which revisions are shown. Raises TryAgain."""
        if self._targets is None:
            return
        for page in list(self._rendered.values()):
            if self._noted.get(page.id, 0) < page.revision:
                now = self._clock()
                with contextlib.suppress(DeletedPage):
                    async with self._database.writing() as uow:
                        await uow.pages.get(page.id)
                        await uow.publications.follow(page.id, self._targets, now=now)
                        changes = await note_published(uow, page, SERVER, now=now, after=self._noted.get(page.id))
                    log.info("page_published", target=SERVER, page=page.slug, revision=page.revision, changes=changes)
                self._noted[page.id] = page.revision

    def _revision(self, page: Page) -> int:
        """Which one is shown; none where somebody has put back an older state of the database."""
        rendered = self._rendered.get(page.id)
        return 0 if rendered is None or rendered.revision > page.revision else rendered.revision

    async def _load(self, slug: str, path: str, base_path: str) -> Mapping[str, RenderedFile] | None:
        """A part of the archive that is not in memory."""
        kind, _, name = path.partition("/")
        if kind == "incidents":
            incident = await self._take_snapshot.incident(slug, IncidentId(name))
            return None if incident is None else render_incident(incident, base_path=base_path)
        month = await self._take_snapshot.month(slug, name)
        return None if month is None else render_month(month, base_path=base_path)

    async def _translate(self, slug: str, path: str, base_path: str, language: str, asked: str) -> RenderedFile | None:
        """Only when somebody asks: all pages in all languages at every revision would be too much."""
        part = await self._part(slug, path)
        if part is None:
            return None
        return await asyncio.to_thread(
            render_translated, part, path, language=language, base_path=base_path, asked=asked
        )

    async def _part(self, slug: str, path: str) -> FrontPart | IncidentPart | MonthPart | None:
        kind, _, name = path.partition("/")
        if kind == "incidents":
            return await self._take_snapshot.incident(slug, IncidentId(name))
        front = self._fronts.get(slug)
        if kind == "history" and front is not None and front.months:
            return await self._take_snapshot.month(slug, name or front.months[0].month)
        return front


def _ready(snapshot: Snapshot, base_path: str) -> dict[str, Representation]:
    return represent_all(render(snapshot, base_path=base_path))
