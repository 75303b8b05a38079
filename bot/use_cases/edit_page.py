"""Change a status page's settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot.domain.look import valid_accent, valid_links, valid_logo
from bot.domain.page import Page, valid_channel, valid_history_days, valid_locale, valid_public_url, valid_time_zone
from bot.domain.palette import colours_with
from bot.domain.text import valid_name
from bot.domain.uptime import Weights, valid_weight
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.change_incident import KEEP, Keep
from bot.use_cases.create_page import require_own_url
from bot.use_cases.origin import Origin
from bot.use_cases.uptime import count_days
from storage.unit_of_work import UnitOfWork

_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """What is not given stays. A `channel`, `public_url`, `accent` or `logo` of None takes it away."""

    slug: str
    name: str | Keep = KEEP
    time_zone: str | Keep = KEEP
    history_days: int | Keep = KEEP
    channel: str | Keep | None = KEEP
    public_url: str | Keep | None = KEEP
    announce_changes: bool | Keep = KEEP
    has_archive: bool | Keep = KEEP
    indicates_maintenance: bool | Keep = KEEP
    major_weight: int | Keep = KEEP
    partial_weight: int | Keep = KEEP
    degraded_weight: int | Keep = KEEP
    locale: str | Keep = KEEP
    accent: str | Keep | None = KEEP
    logo: bytes | Keep | None = KEEP
    links: Sequence[tuple[str, str]] | Keep = KEEP
    """Labels and addresses; those given are all that there are from now on."""
    colours: Sequence[str] | Keep = KEEP
    """Such as `paper=#fff8f0,#1a1410`; those not given stay, and `paper=` is the usual one again."""


class EditPage(Administration):
    async def __call__(self, change: PageChange, *, actor: Actor, origin: Origin) -> Page:
        """Raises NotAllowed, UnknownPage, Invalid and TryAgain."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            before = await uow.pages.by_slug(change.slug)
            page = _changed(before, change)
            require_own_url(page, await uow.pages.all())
            await uow.pages.save(page)
            if not isinstance(change.logo, Keep):
                await uow.pages.save_logo(page.id, None if change.logo is None else valid_logo(change.logo))
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


def _changed(page: Page, change: PageChange) -> Page:
    weights = page.weights
    return replace(
        page,
        name=_given(change.name, valid_name, page.name),
        time_zone=_given(change.time_zone, valid_time_zone, page.time_zone),
        history_days=_given(change.history_days, valid_history_days, page.history_days),
        channel=_given(change.channel, _or_none(valid_channel), page.channel),
        public_url=_given(change.public_url, _or_none(valid_public_url), page.public_url),
        announce_changes=_given(change.announce_changes, bool, page.announce_changes),
        has_archive=_given(change.has_archive, bool, page.has_archive),
        indicates_maintenance=_given(change.indicates_maintenance, bool, page.indicates_maintenance),
        weights=Weights(
            major=_given(change.major_weight, partial(valid_weight, of="major"), weights.major),
            partial=_given(change.partial_weight, partial(valid_weight, of="partial"), weights.partial),
            degraded=_given(change.degraded_weight, partial(valid_weight, of="degraded"), weights.degraded),
        ),
        locale=_given(change.locale, valid_locale, page.locale),
        accent=_given(change.accent, _or_none(valid_accent), page.accent),
        logo=_given(change.logo, _or_none(lambda content: valid_logo(content).name), page.logo),
        links=_given(change.links, valid_links, page.links),
        colours=_given(change.colours, partial(colours_with, page.colours), page.colours),
    )


def _given(value: _In | Keep, valid: Callable[[_In], _Out], before: _Out) -> _Out:
    return before if isinstance(value, Keep) else valid(value)


def _or_none(valid: Callable[[_In], _Out]) -> Callable[[_In | None], _Out | None]:
    return lambda value: None if value is None else valid(value)


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
