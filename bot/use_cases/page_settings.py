"""What a page may be set to, held to the same rules when it is created and when it is changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from bot.domain.look import Logo, valid_accent, valid_links, valid_logo
from bot.domain.page import Page, valid_channel, valid_history_days, valid_locale, valid_public_url, valid_time_zone
from bot.domain.palette import colours_with
from bot.domain.text import valid_name
from bot.domain.uptime import Weights, valid_weight
from bot.use_cases.change_incident import KEEP, Keep

_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSettings:
    """What is not given stays. A `channel`, `public_url`, `accent` or `logo` of None takes it away."""

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

    @property
    def picture(self) -> Logo | Keep | None:
        """The logo to be kept beside its page, which only names it. Raises Invalid."""
        return self.logo if self.logo is None or isinstance(self.logo, Keep) else valid_logo(self.logo)


def with_settings(page: Page, given: PageSettings) -> Page:
    """Raises Invalid."""
    weights = page.weights
    return replace(
        page,
        name=_given(given.name, valid_name, page.name),
        time_zone=_given(given.time_zone, valid_time_zone, page.time_zone),
        history_days=_given(given.history_days, valid_history_days, page.history_days),
        channel=_given(given.channel, _or_none(valid_channel), page.channel),
        public_url=_given(given.public_url, _or_none(valid_public_url), page.public_url),
        announce_changes=_given(given.announce_changes, bool, page.announce_changes),
        has_archive=_given(given.has_archive, bool, page.has_archive),
        indicates_maintenance=_given(given.indicates_maintenance, bool, page.indicates_maintenance),
        weights=Weights(
            major=_given(given.major_weight, partial(valid_weight, of="major"), weights.major),
            partial=_given(given.partial_weight, partial(valid_weight, of="partial"), weights.partial),
            degraded=_given(given.degraded_weight, partial(valid_weight, of="degraded"), weights.degraded),
        ),
        locale=_given(given.locale, valid_locale, page.locale),
        accent=_given(given.accent, _or_none(valid_accent), page.accent),
        logo=_given(given.picture, _or_none(lambda logo: logo.name), page.logo),
        links=_given(given.links, valid_links, page.links),
        colours=_given(given.colours, partial(colours_with, page.colours), page.colours),
    )


def _given(value: _In | Keep, valid: Callable[[_In], _Out], before: _Out) -> _Out:
    return before if isinstance(value, Keep) else valid(value)


def _or_none(valid: Callable[[_In], _Out]) -> Callable[[_In | None], _Out | None]:
    return lambda value: None if value is None else valid(value)
