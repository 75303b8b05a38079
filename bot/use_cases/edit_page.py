"""Change a status page's settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.page import Page, valid_channel, valid_history_days, valid_public_url, valid_time_zone
from bot.domain.text import valid_name
from bot.use_cases.change_incident import KEEP, Keep
from bot.use_cases.clock import Clock
from bot.use_cases.create_page import require_own_url
from bot.use_cases.uptime import count_days
from storage.database import Database
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """What is not given stays. A `channel` or `public_url` of None takes it away."""

    slug: str
    name: str | Keep = KEEP
    time_zone: str | Keep = KEEP
    history_days: int | Keep = KEEP
    channel: str | Keep | None = KEEP
    public_url: str | Keep | None = KEEP
    announce_changes: bool | Keep = KEEP


class EditPage:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, change: PageChange) -> Page:
        """Raises UnknownPage, Invalid and TryAgain."""
        now = self._clock()
        async with self._database.writing() as uow:
            before = await uow.pages.by_slug(change.slug)
            page = _changed(before, change)
            require_own_url(page, await uow.pages.all())
            await uow.pages.save(page)
            if page.time_zone != before.time_zone:
                await _file_incidents_again(uow, page)
                await count_days(uow, page, now=now, anew=True)
            if _public(page) != _public(before):
                await uow.pages.advance(page.id, now=now, everything=True)
                await _plan_next_change(uow, page, now)
            return await uow.pages.get(page.id)


def _changed(page: Page, change: PageChange) -> Page:
    if not isinstance(change.name, Keep):
        page = replace(page, name=valid_name(change.name))
    if not isinstance(change.time_zone, Keep):
        page = replace(page, time_zone=valid_time_zone(change.time_zone))
    if not isinstance(change.history_days, Keep):
        page = replace(page, history_days=valid_history_days(change.history_days))
    if not isinstance(change.channel, Keep):
        page = replace(page, channel=None if change.channel is None else valid_channel(change.channel))
    if not isinstance(change.public_url, Keep):
        page = replace(page, public_url=None if change.public_url is None else valid_public_url(change.public_url))
    if not isinstance(change.announce_changes, Keep):
        page = replace(page, announce_changes=change.announce_changes)
    return page


def _public(page: Page) -> tuple[object, ...]:
    return page.name, page.time_zone, page.history_days, page.public_url


async def _file_incidents_again(uow: UnitOfWork, page: Page) -> None:
    """A month begins when it begins in the page's zone."""
    for number, created_at in await uow.incidents.made_public(page.id):
        await uow.incidents.file_again(number, month=page.month_of(created_at))


async def _plan_next_change(uow: UnitOfWork, page: Page, now: datetime) -> None:
    """In another zone midnight comes at another time, and with other `history_days` incidents leave at others."""
    resolved = await uow.incidents.resolved_after(page.id, page.resolved_since(now))
    leaving = (page.leaves_front_at(each.resolved_at) for each in resolved if each.resolved_at is not None)
    moments = [page.midnight_after(now), *(moment for moment in leaving if moment > now)]
    await uow.pages.changes_at(page.id, min(moments))
