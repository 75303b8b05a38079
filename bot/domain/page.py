"""A public page, and what its address and settings may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.component import PageId
from bot.domain.errors import Invalid
from bot.domain.look import Accent, Link
from bot.domain.texts import say
from bot.domain.uptime import USUAL_WEIGHTS, Weights, day_begins_at

HISTORY_DAYS_DEFAULT = 7
HISTORY_DAYS_LIMIT = 365

#: The languages that the page's own words are there in, by their tags of BCP 47.
LOCALES = ("en", "ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "zh-Hans")
DEFAULT_LOCALE = "en"

#: Names of routes, today's and promised ones: a page of that slug would hide them.
RESERVED_SLUGS = frozenset(
    {"api", "assets", "badge", "embed", "events", "favicon", "healthz", "history", "incidents", "metrics", "readyz"}
    | {"robots", "sitemap", "slack", "static"}
)
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_HOST = re.compile(r"[\w.:-]+")  # colons are those of an IPv6 address
_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`channel` is the Slack channel of its announcements.

    `announce_changes` shows later changes of status in that channel, too, not only in the incident's thread.
    `has_archive` is about the public's history by month; `logo` is the name of its file.
    `indicates_maintenance` is about programs that read the page: some know no such indicator.
    A retired one keeps its addresses and what stood on it, and takes nothing new.
    `revision` counts what changed for the public; at `full_revision` last everything did, not single incidents.
    """

    id: PageId
    slug: str
    name: str
    time_zone: str
    history_days: int
    channel: str | None
    public_url: str | None
    announce_changes: bool
    position: int
    revision: int
    full_revision: int
    created_at: datetime
    updated_at: datetime
    has_archive: bool = True
    indicates_maintenance: bool = True
    weights: Weights = USUAL_WEIGHTS
    locale: str = DEFAULT_LOCALE
    colours: Mapping[str, Accent] = field(default_factory=dict, hash=False)
    """Those that its owner has chosen, by the names of the page's custom properties."""
    accent: Accent | None = None
    logo: str | None = None
    links: tuple[Link, ...] = ()
    retired_at: datetime | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def leaves_front_at(self, resolved_at: datetime) -> datetime:
        """When an incident resolved then leaves the front page: the same local time, `history_days` days later."""
        local = resolved_at.astimezone(self.zone) + timedelta(days=self.history_days)
        return local.astimezone(UTC)

    def resolved_since(self, now: datetime) -> datetime:
        """The front page shows what was resolved after this; a day wider than exact, `leaves_front_at` decides."""
        return now - timedelta(days=self.history_days + 1)

    def midnight_before(self, now: datetime) -> datetime:
        """The last midnight in the page's zone."""
        return day_begins_at(now.astimezone(self.zone).date(), self.zone)

    def midnight_after(self, now: datetime) -> datetime:
        """The next midnight in the page's zone."""
        tomorrow = now.astimezone(self.zone).date() + timedelta(days=1)
        return day_begins_at(tomorrow, self.zone)

    def month_of(self, moment: datetime) -> str:
        """The month that the moment falls into in the page's zone, as `2026-11`."""
        return moment.astimezone(self.zone).strftime("%Y-%m")


def valid_slug(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        raise Invalid(
            say(
                "“{slug}” can't be a slug: use 1 to 63 lower-case letters, digits and hyphens, such as “my-status”.",
                slug=slug,
            ),
            field="slug",
        )
    if slug in RESERVED_SLUGS:
        raise Invalid(
            say("“{slug}” is the name of a route of the web server. Choose another slug.", slug=slug), field="slug"
        )
    return slug


def valid_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise Invalid(
            say("There is no time zone “{name}”. Use a name such as UTC or Europe/Berlin.", name=name),
            field="time_zone",
        )
    return name


def valid_history_days(days: int) -> int:
    if not 1 <= days <= HISTORY_DAYS_LIMIT:
        raise Invalid(
            say(
                "history_days is {days}; it can be 1 to {most}.",
                days=days,
                most=HISTORY_DAYS_LIMIT,
            ),
            field="history_days",
        )
    return days


def valid_locale(tag: str) -> str:
    known = {locale.casefold(): locale for locale in LOCALES}
    found = known.get(tag.replace("_", "-").casefold())
    if found is None:
        raise Invalid(
            say("The page does not speak “{tag}”. There are: {languages}.", tag=tag, languages=", ".join(LOCALES)),
            field="locale",
        )
    return found


def valid_channel(channel: str) -> str:
    if not _CHANNEL.fullmatch(channel):
        raise Invalid(
            say(
                "“{channel}” is not the id of a Slack channel. Open the channel's details in Slack: its id, "
                "such as C0123456789, stands at the bottom.",
                channel=channel,
            ),
            field="channel",
        )
    return channel


def valid_public_url(url: str) -> str:
    """Without a slash at its end. A user name or password in it would stand on a public page."""
    if not _is_public_url(url):
        raise Invalid(
            say("“{url}” is not a public URL. Write it like https://status.example.com.", url=url), field="public_url"
        )
    return url.rstrip("/")


def _is_public_url(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port_is_readable = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and port_is_readable
        and bool(_HOST.fullmatch(parts.hostname or ""))
        and not (parts.query or parts.fragment or "@" in parts.netloc)
        and not any(char.isspace() for char in url)
    )


def settings_of(page: Page) -> Mapping[str, object]:
    """What admins set of it in forms, as those show it."""
    return {
        "name": page.name,
        "time_zone": page.time_zone,
        "history_days": page.history_days,
        "channel": page.channel,
        "public_url": page.public_url,
        "announce_changes": page.announce_changes,
        "has_archive": page.has_archive,
        "major_weight": page.weights.major,
        "partial_weight": page.weights.partial,
        "degraded_weight": page.weights.degraded,
        "locale": page.locale,
        "accent": None if page.accent is None else str(page.accent),
        "links": [(link.label, link.url) for link in page.links],
    }
