"""Puts a snapshot into a target: what changed, or the whole publication."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.delivery.addresses import Addresses
from bot.delivery.publication import note_published
from bot.delivery.rendering import gone, render
from bot.domain.page import Page
from bot.domain.texts import say
from bot.status_page.targets.layout import Written
from bot.status_page.targets.target import Target
from bot.use_cases.clock import Clock
from bot.use_cases.take_snapshot import Snapshot, TakeSnapshot
from storage.database import Database


async def publish(
    snapshot: Snapshot, target: Target, addresses: Addresses, *, is_first: bool, force: bool = False
) -> Written:
    """Raises OSError where the target can't take it now."""
    # Many pages take a while to render; what is served meanwhile must not wait for that.
    files = await asyncio.to_thread(render, snapshot, base_path=addresses.public_place(snapshot.page).base_path)
    return await target.write(
        snapshot.page.slug,
        files,
        is_first=is_first,
        gone=gone(snapshot),
        revision=snapshot.page.revision,
        whole=snapshot.whole,
        force=force,
    )


@dataclass(frozen=True, slots=True)
class Published:
    """What became of one page in one target; `error` says why it is not there."""

    page: Page
    target: str
    written: Written
    error: str | None = None


@dataclass(frozen=True, slots=True)
class PublishEverything:
    """Every page to every target, all of it: repairs what was changed there, removes what should not be there."""

    database: Database
    take_snapshot: TakeSnapshot
    addresses: Addresses
    targets: Sequence[Target]
    clock: Clock
    force: bool = False

    async def __call__(self) -> AsyncIterator[Published]:
        async with self.database.reading() as uow:
            pages = await uow.pages.all()
        for page in pages:
            snapshot = await self.take_snapshot(page.id, since=0, archive=True)
            for target in self.targets:
                yield await self._publish(snapshot, target, is_first=page is pages[0])

    async def _publish(self, snapshot: Snapshot, target: Target, *, is_first: bool) -> Published:
        try:
            written = await publish(snapshot, target, self.addresses, is_first=is_first, force=self.force)
        except OSError as error:
            return Published(snapshot.page, target.name, Written(), str(error))
        if written.is_outdated:
            return Published(
                snapshot.page,
                target.name,
                written,
                say("There is a newer revision in it. --force puts this one in its place."),
            )
        async with self.database.writing() as uow:
            # Where nothing has run with these targets yet, nobody waits for the news.
            if target.name in {each.target for each in await uow.publications.of_page(snapshot.page.id)}:
                await note_published(uow, snapshot.page, target.name, now=self.clock())
        return Published(snapshot.page, target.name, written)
