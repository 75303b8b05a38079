"""The snapshot: what a page shows the public at one revision, in parts; the renderer's only input.

A part holds nothing that is not public: no author, no Slack id, no internal name can reach the renderer,
because there is no field for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact, IncidentStatus

#: Part of every published revision: raise it when the same snapshot renders to other bytes.
RENDERER_VERSION = 8

#: What the API and the feeds list at the most (statuspage-v2: "latest 50").
LATEST_LIMIT = 50

#: Seconds; the server says every fifteen that all is as it was.
STALE_AFTER_DEFAULT = 120


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LinkView(_Value):
    label: str
    url: str


class AccentView(_Value):
    """As `#rrggbb`."""

    light: str
    dark: str


class LogoView(_Value):
    name: str
    content: bytes


class PageView(_Value):
    id: str
    slug: str
    name: str
    url: str
    """Absolute, without a slash at its end."""
    time_zone: str
    history_days: int
    has_archive: bool = True
    """Whether the history by month is public."""
    indicates_maintenance: bool = True
    """Whether the API may say `maintenance`, which some of its clients do not know."""
    locale: str = "en"
    accent: AccentView | None = None
    colours: Mapping[str, AccentView] = {}
    """By the name of a custom property, for both schemes."""
    logo: str | None = None
    """The name of its file."""
    links: tuple[LinkView, ...] = ()
    stale_after: int = STALE_AFTER_DEFAULT
    """Seconds after which an open page that could not be confirmed says so."""
    retired_at: datetime | None = None
    """Since when nobody says any more how things are."""
    created_at: datetime
    updated_at: datetime
    """When what the public sees last changed."""


class HeadlineView(_Value):
    text: str
    indicator: Impact


class RunView(_Value):
    """Days in a row that are shown alike. A status of None: the component was not there yet."""

    first: date
    days: int
    status: ComponentStatus | None
    seconds: int
    """In which it was not operational."""


class BarView(_Value):
    """The last days, the oldest first and today at the end."""

    runs: tuple[RunView, ...]
    uptime: float | None
    """From 0 to 1; None where nothing can be said yet."""


class WeightsView(_Value):
    """What is held against uptime, in percent of its length."""

    major: int
    partial: int
    degraded: int


class GroupView(_Value):
    id: str
    name: str
    position: int
    status: ComponentStatus
    """The worst of its components."""
    bar: BarView
    created_at: datetime
    updated_at: datetime


class ComponentView(_Value):
    id: str
    name: str
    description: str
    status: ComponentStatus
    position: int
    group_id: str | None
    group_name: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def full_name(self) -> str:
        """`Group - Name`, as the API's `affected_components` have it."""
        return f"{self.group_name} - {self.name}" if self.group_name else self.name


class AffectedView(_Value):
    """What an update did to one component."""

    component: ComponentView
    old_status: ComponentStatus
    new_status: ComponentStatus


class _Known(_Value):
    """Known again by whoever remembers what it wrote of it: by its id, before anything else is compared."""

    id: str

    def __hash__(self) -> int:
        return hash(self.id)


class UpdateView(_Known):
    status: IncidentStatus
    body: str
    """Markdown, as it was typed."""
    created_at: datetime
    corrected_at: datetime | None = None
    is_withdrawn: bool = False
    affected: tuple[AffectedView, ...]
    """Every component that the incident holds from this update on, and those that it lets go; empty if page-wide."""


class IncidentView(_Known):
    title: str
    status: IncidentStatus
    impact: Impact
    created_at: datetime
    started_at: datetime
    updated_at: datetime
    next_update_at: datetime | None = None
    """When the next update was promised."""
    monitoring_at: datetime | None
    resolved_at: datetime | None
    postmortem: str | None = None
    """What was learnt, as Markdown."""
    components: tuple[ComponentView, ...]
    """The affected components, each with the status that this incident gives it; empty if page-wide."""
    updates: tuple[UpdateView, ...]
    """In chronological order, never empty."""

    @property
    def is_page_wide(self) -> bool:
        return not self.components

    @property
    def is_open(self) -> bool:
        return self.status is not IncidentStatus.RESOLVED


class MonthLink(_Value):
    month: str
    """As `2026-11`, in the page's zone."""
    incidents: int


class _Part(_Value):
    version: int = RENDERER_VERSION
    revision: int
    page: PageView


class FrontPart(_Part):
    headline: HeadlineView
    groups: tuple[GroupView, ...]
    components: tuple[ComponentView, ...]
    """In the order shown: by position, the components of a group together."""
    open_incidents: tuple[IncidentView, ...]
    """Page-wide ones first, then the newest first."""
    recent_incidents: tuple[IncidentView, ...]
    """Resolved within `history_days`, the latest resolution first."""
    latest_incidents: tuple[IncidentView, ...]
    """The newest 50 by declaration, open or not: for the API and the feeds."""
    months: tuple[MonthLink, ...]
    """All months that have incidents, newest first."""
    bars: Mapping[str, BarView]
    """By the id of a component."""
    weights: WeightsView
    logo: LogoView | None = None


class IncidentPart(_Part):
    incident: IncidentView
    month: str


class MonthPart(_Part):
    """One month of history; of the newest one, the page `/history` is made, too."""

    month: str
    incidents: tuple[IncidentView, ...]
    """Declared in this month in the page's zone, newest first."""
    months: tuple[MonthLink, ...]
