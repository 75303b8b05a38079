"""What somebody's home says: who they are decides what of it they see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from slack_sdk.models.views import View

from bot.blocks.home import HomeState, closed_home, home
from bot.blocks.home_history import HomeMemory
from bot.domain.errors import NotAllowed
from bot.domain.history import HistoryFilter
from bot.domain.state import Listing, PageState
from bot.slack.people import Directory
from bot.use_cases.actor import FULL_MEMBERS, Admins, Responders, admits
from bot.use_cases.browse_history import BrowseHistory
from bot.use_cases.clock import Clock
from bot.use_cases.find_pages import FindPages


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeViews:
    find_pages: FindPages
    browse_history: BrowseHistory
    directory: Directory
    responders: Responders
    admins: Admins
    clock: Clock

    def reading(self) -> Reading:
        return Reading(self)


@dataclass(slots=True)
class Reading:
    """Homes of one moment: what several of them show alike is read once."""

    _views: HomeViews
    _pages: Sequence[PageState] | None = None
    _listings: dict[tuple[HistoryFilter, int], Listing] = field(default_factory=dict)

    async def view(self, user: str, memory: HomeMemory) -> View:
        """Raises TryAgain where Slack or the database does not answer."""
        actor = await self._views.directory.actor(user)
        try:
            FULL_MEMBERS.admit(actor)
        except NotAllowed as error:
            return closed_home(error.message)
        pages = await self._read_pages()
        if memory.page is not None and memory.page not in {each.page.id for each in pages}:
            memory = HomeMemory()
        listing = await self._read_listing(memory.filter, memory.leaf)
        return home(
            HomeState(
                pages=pages,
                listing=listing,
                memory=memory.model_copy(update={"leaf": listing.leaf}),
                may_publish=admits(self._views.responders, actor),
                may_administrate=admits(self._views.admins, actor),
                now=self._views.clock(),
            )
        )

    async def _read_pages(self) -> Sequence[PageState]:
        if self._pages is None:
            self._pages = await self._views.find_pages.all()
        return self._pages

    async def _read_listing(self, wanted: HistoryFilter, leaf: int) -> Listing:
        key = (wanted, leaf)
        if key not in self._listings:
            self._listings[key] = await self._views.browse_history(wanted, leaf=leaf)
        return self._listings[key]
