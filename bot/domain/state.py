"""How things stand: a page, or an incident on it, with all that is needed to show it to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.announcement import Announcement
from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.dedicated_channel import DedicatedChannel
from bot.domain.headline import RETIRED, Headline, headline
from bot.domain.incident import Incident, shown_statuses
from bot.domain.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class PageState:
    page: Page
    catalogue: Catalogue
    open_incidents: Sequence[Incident]
    channels: Sequence[str] = ()
    """Where its incidents are announced, beside its own channel."""

    @property
    def statuses(self) -> Mapping[ComponentId, ComponentStatus]:
        """What each live component shows now."""
        return shown_statuses((component.id for component in self.catalogue.live), self.open_incidents)

    @property
    def headline(self) -> Headline:
        if self.page.retired_at is not None:
            return RETIRED
        return headline(self.statuses.values(), self.open_incidents)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An incident with its page; `others` are the page's other open public incidents, as the public knows them."""

    incident: Incident
    page: Page
    catalogue: Catalogue
    others: Sequence[Incident]
    announcements: Sequence[Announcement]
    dedicated: DedicatedChannel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One leaf of a list of incidents; leaves are counted from 1."""

    incidents: Sequence[Found]
    leaf: int
    leaves: int
    total: int
