"""Change a status page's settings."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from bot.domain.overtaking import Seen, require_uncontested
from bot.domain.page import Page, settings_of
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.change_incident import Keep, given_of
from bot.use_cases.claims import require_first
from bot.use_cases.create_page import require_own_url
from bot.use_cases.origin import Origin
from bot.use_cases.page_settings import PageSettings, with_settings
from bot.use_cases.uptime import count_days
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange(PageSettings):
    """`seen` tells what of `settings_of` an admin had before their eyes, None for whoever does not care."""

    slug: str
    seen: Seen | None = None


class EditPage(Administration):
    async def __call__(self, change: PageChange, *, actor: Actor, origin: Origin) -> Page:
        """Raises NotAllowed, UnknownPage, Invalid, Overtaken and TryAgain."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            # Held, so that nobody else changes it meanwhile: all of it is written.
            before = await uow.pages.get_kept((await uow.pages.by_slug(change.slug)).id)
            page = with_settings(before, change)
            given = given_of(**{each.name: getattr(change, each.name) for each in fields(change)})
            require_uncontested(before.name, change.seen, given, settings_of(before))
            require_own_url(page, await uow.pages.all())
            await uow.pages.save(page)
            if not isinstance(change.picture, Keep):
                await uow.pages.save_logo(page.id, change.picture)
            if page.time_zone != before.time_zone:
                await _file_incidents_again(uow, page)
                await count_days(uow, page, now=now, anew=True)
            if _public(page) != _public(before):
                await uow.pages.advance(page.id, now=now, everything=True)
                await _plan_next_change(uow, page, now)
            details = {"settings": ", ".join(_names_changed(before, page))}
            await note_act(uow, "edit page", actor=actor, origin=origin, now=now, page=page, details=details)
            return await uow.pages.get(page.id)


def _names_changed(before: Page, after: Page) -> list[str]:
    return [each.name for each in fields(Page) if getattr(before, each.name) != getattr(after, each.name)]


def _public(page: Page) -> Page:
    """What of it the public sees: all but what concerns Slack."""
    return replace(page, channel=None, announce_changes=False)


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
