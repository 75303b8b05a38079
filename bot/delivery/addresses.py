"""Where pages answer: their public URLs, and the paths that their links begin with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.domain.incident import Incident
from bot.domain.page import Page

if TYPE_CHECKING:
    from bot.status_page.memory import Place


@dataclass(frozen=True, slots=True)
class Addresses:
    """`root` is what links begin with, without a slash at its end."""

    root: str

    def url_of(self, page: Page) -> str:
        """A page's public address, without a slash at its end."""
        return page.public_url or f"{self.root}/{page.slug}"

    def every(self, pages: Sequence[Page]) -> Iterator[tuple[str, Page]]:
        """Wherever each page answers: at its own address and under its slug, the first one at the root, too."""
        for page in pages:
            yield self.url_of(page), page
            yield f"{self.root}/{page.slug}", page
        yield from ((self.root, page) for page in pages[:1])

    def permalink(self, page: Page, incident: Incident) -> str:
        """Where the public reads about one incident, for ever."""
        return f"{self.url_of(page)}/incidents/{incident.id}"

    def public_place(self, page: Page) -> Place:
        """Where the public finds the page: the place that other targets are rendered for."""
        return self.own_place(page) or self.place(page)

    def place(self, page: Page) -> Place:
        """Under its slug, where every page answers."""
        return _place(page, f"{urlsplit(self.root).path}/{page.slug}/")

    def own_place(self, page: Page) -> Place | None:
        """At a host of its own, where it has one."""
        if page.public_url is None:
            return None
        return _place(page, f"{urlsplit(page.public_url).path}/")

    def hosts(self, pages: Sequence[Page]) -> dict[str, Place]:
        own = ((page, self.own_place(page)) for page in pages)
        return {urlsplit(page.public_url or "").netloc.lower(): place for page, place in own if place is not None}


def _place(page: Page, base_path: str) -> Place:
    # Only here: a command that prints an address need not wait for all that renders and serves to load.
    from bot.status_page.memory import Place

    return Place(page.slug, base_path)
