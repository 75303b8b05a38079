"""Brings one target to the newest revision of every page; a target behind a page is the work, no queue is kept."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import datetime

import structlog

from bot.delivery import leases
from bot.delivery.addresses import Addresses
from bot.delivery.backoff import backoff
from bot.delivery.publication import note_failed, note_published
from bot.delivery.publishing import publish
from bot.domain.component import PageId
from bot.domain.errors import TryAgain
from bot.domain.page import Page
from bot.metrics import Metrics
from bot.status_page.targets.target import Target
from bot.trouble_log import TroubleLog
from bot.use_cases.clock import Clock
from bot.use_cases.take_snapshot import TakeSnapshot
from storage.database import Database
from storage.due import due_since
from storage.repositories.publications import Publication

_LOOK_AGAIN_SECONDS = 5.0  # for a lease that ran out or a retry that came due

log = structlog.get_logger()


class TargetFollower:
    def __init__(
        self,
        database: Database,
        take_snapshot: TakeSnapshot,
        addresses: Addresses,
        target: Target,
        clock: Clock,
        *,
        metrics: Metrics | None = None,
    ) -> None:
        """Without `metrics`, nobody is told how long it takes."""
        self._database = database
        self._take_snapshot = take_snapshot
        self._addresses = addresses
        self._target = target
        self._clock = clock
        self._seconds = (metrics or Metrics()).publish_seconds.labels(target.name)
        self._kept: dict[PageId, datetime] = {}
        self._trouble = TroubleLog("target_not_followed", over="target_followed", target=target.name)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            seen = self._database.changes.count
            seconds = _LOOK_AGAIN_SECONDS
            try:
                for publication in await self._behind():
                    await leases.finished(self._publish(publication))
                    seconds = 1.0
                self._trouble.ended()
            except TryAgain as error:
                self._trouble.failed(error.message)
            await self._database.changes.wait_beyond(seen, seconds=seconds)

    async def _behind(self) -> list[Publication]:
        now = self._clock()
        async with self._database.reading() as uow:
            return [
                each for each in await uow.publications.behind(self._target.name) if due_since(each.due_at, now) <= now
            ]

    async def _publish(self, publication: Publication) -> None:
        now = self._clock()
        # What a fault of the database has kept us from finishing is still ours.
        until = self._kept.pop(publication.page_id, now)
        if until <= now:
            until = now + leases.LEASE
            async with self._database.writing() as uow:
                if not await uow.publications.lease(publication.page_id, self._target.name, now=now, until=until):
                    return
        try:
            async with self._holding(publication):
                await self._bring(publication)
        except TryAgain:
            self._kept[publication.page_id] = until
            raise

    @contextlib.asynccontextmanager
    async def _holding(self, publication: Publication) -> AsyncIterator[None]:
        """A long history takes as long as it takes; no other process begins with it meanwhile."""
        renewing = asyncio.create_task(self._renew(publication))
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.wait({renewing})

    async def _renew(self, publication: Publication) -> None:
        while True:
            await asyncio.sleep(leases.RENEWED_AFTER * leases.LEASE.total_seconds())
            try:
                async with self._database.writing() as uow:
                    until = self._clock() + leases.LEASE
                    await uow.publications.hold(publication.page_id, self._target.name, until=until)
            except TryAgain as error:
                log.warning("lease_not_renewed", target=self._target.name, reason=error.message)

    async def _bring(self, publication: Publication) -> None:
        page_id, name = publication.page_id, self._target.name
        started = time.perf_counter()
        snapshot = await self._take_snapshot(page_id, since=publication.revision, archive=True)
        try:
            await publish(snapshot, self._target, self._addresses, is_first=await self._is_first(snapshot.page))
        except OSError as error:
            wait = backoff(publication.attempts)
            log.warning("target_failed", target=name, page=snapshot.page.slug, error=str(error))
            async with self._database.writing() as uow:
                now = self._clock()
                await note_failed(uow, page_id, name, error=str(error), due_at=now + wait, now=now)
            return
        self._seconds.observe(time.perf_counter() - started)
        async with self._database.writing() as uow:
            changes = await note_published(uow, snapshot.page, name, now=self._clock())
        page = snapshot.page
        log.info("page_published", target=name, page=page.slug, revision=page.revision, changes=changes)

    async def _is_first(self, page: Page) -> bool:
        async with self._database.reading() as uow:
            return (await uow.pages.all())[0].id == page.id
