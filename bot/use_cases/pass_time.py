"""Time alone changes a page: midnight in its zone, an incident's leaving the front, a new renderer."""

from __future__ import annotations

from datetime import datetime

from bot.domain.page import Page
from bot.status_page.snapshot import RENDERER_VERSION
from bot.use_cases.clock import Clock
from bot.use_cases.uptime import count_days
from storage.database import Database
from storage.unit_of_work import UnitOfWork


class PassTime:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self) -> datetime | None:
        """Give the pages whose hour has come a new revision; returns when the next one's comes."""
        now = self._clock()
        async with self._database.reading() as uow:
            due = await uow.pages.changed_by_time(now=now, renderer_version=RENDERER_VERSION)
            next_change_at = await uow.pages.next_change_at()
        if not due:
            return next_change_at
        async with self._database.writing() as uow:
            # Asked again: another process may have been here first.
            for page in await uow.pages.changed_by_time(now=now, renderer_version=RENDERER_VERSION):
                rerendered = await uow.pages.renew(
                    page.id, next_change_at=await _next_change(uow, page, now), renderer_version=RENDERER_VERSION
                )
                await count_days(uow, page, now=now)
                await uow.pages.advance(page.id, now=now, everything=rerendered)
            return await uow.pages.next_change_at()


async def _next_change(uow: UnitOfWork, page: Page, now: datetime) -> datetime:
    resolved = await uow.incidents.resolved_after(page.id, page.resolved_since(now))
    leaving = (page.leaves_front_at(each.resolved_at) for each in resolved if each.resolved_at is not None)
    return min([page.midnight_after(now), *(moment for moment in leaving if moment > now)])
