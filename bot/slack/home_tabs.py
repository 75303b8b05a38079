"""Who has the app's home open, and its writing: when they come, when they choose, and when something has changed."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.home_history import HomeMemory
from bot.domain.errors import StormlampError
from bot.slack.home_views import HomeViews, Reading
from bot.use_cases.clock import Clock

log = structlog.get_logger()

_KEPT_FRESH = timedelta(hours=1)
_REMEMBERED = 1_000
_LOOK_AGAIN_SECONDS = 60.0  # a promise becomes overdue although nothing was committed
#: Slack takes a hundred homes a minute; those that somebody opens now need room among them.
_AT_ONCE = 20
_PACE_SECONDS = 0.75
#: Another process has written this home since, or there is nobody left to read it.
_OVER = {"hash_conflict", "user_not_found", "account_inactive", "not_enabled", "invalid_arguments"}


@dataclass(slots=True)
class _Tab:
    """`hash` is Slack's name for what it shows; `commits` counts those that had happened when that was read."""

    memory: HomeMemory
    opened_at: datetime
    hash: str | None = None
    shown: str = ""
    commits: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Commits(Protocol):
    """Tells whoever waits that something was committed."""

    count: int

    async def wait_beyond(self, count: int, *, seconds: float | None = None) -> None: ...


class HomeTabs:
    """Kept in memory: whichever process wrote a home last keeps it fresh."""

    def __init__(self, client: AsyncWebClient, views: HomeViews, changes: Commits, clock: Clock) -> None:
        self._client = client
        self._views = views
        self._changes = changes
        self._clock = clock
        self._tabs: OrderedDict[str, _Tab] = OrderedDict()

    async def show(self, user: str, memory: HomeMemory | None = None) -> None:
        """Write somebody's home with what they chose, else with what they chose before.

        Raises TryAgain, and what Slack's client raises.
        """
        tab = self._tabs.pop(user, None) or _Tab(HomeMemory(), self._clock())
        self._tabs[user] = tab
        if len(self._tabs) > _REMEMBERED:
            self._tabs.popitem(last=False)
        tab.memory, tab.opened_at = memory or tab.memory, self._clock()
        async with tab.lock:
            tab.commits = self._changes.count
            await self._publish(user, tab, await self._views.reading().view(user, tab.memory), instead_of=None)

    async def run(self) -> None:
        """Write the homes anew in which something has changed, until cancelled."""
        while True:
            seen = self._changes.count
            await self.refresh()
            await self._changes.wait_beyond(seen, seconds=_LOOK_AGAIN_SECONDS)

    async def refresh(self) -> int:
        """One round: how many homes were written. What is committed meanwhile, however much, is for the next one."""
        seen, now = self._changes.count, self._clock()
        reading, written = self._views.reading(), 0
        for user, tab in list(self._tabs.items()):
            if now - tab.opened_at > _KEPT_FRESH:
                self._drop(user, tab)
                continue
            try:
                if await self._write_if_changed(user, tab, reading, seen):
                    written += 1
                    await asyncio.sleep(_PACE_SECONDS if written >= _AT_ONCE else 0)
            except SlackApiError as error:
                if error.response.get("error") in _OVER:
                    self._drop(user, tab)
                log.info("home_not_refreshed", user=user, error=str(error))
            except (StormlampError, SlackClientError, aiohttp.ClientError, OSError) as error:
                log.info("home_not_refreshed", user=user, error=str(error))
        return written

    async def _write_if_changed(self, user: str, tab: _Tab, reading: Reading, seen: int) -> bool:
        async with tab.lock:
            if tab.hash is None or tab.commits > seen:
                return False
            view = await reading.view(user, tab.memory)
            if _as_text(view) == tab.shown:
                return False
            await self._publish(user, tab, view, instead_of=tab.hash)
            return True

    async def _publish(self, user: str, tab: _Tab, view: View, *, instead_of: str | None) -> None:
        answer = await self._client.views_publish(user_id=user, view=view, hash=instead_of)
        tab.hash, tab.shown = str(answer["view"]["hash"]), _as_text(view)

    def _drop(self, user: str, tab: _Tab) -> None:
        if self._tabs.get(user) is tab:
            del self._tabs[user]


def _as_text(view: View) -> str:
    return json.dumps(view.to_dict(), sort_keys=True)
