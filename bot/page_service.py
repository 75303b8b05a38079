"""Serves the pages without the bot: from the database, or from a folder alone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import structlog

from bot.delivery.addresses import Addresses
from bot.delivery.server_follower import ServerFollower
from bot.domain.errors import Invalid, TryAgain
from bot.readiness import Standing
from bot.settings import Settings
from bot.status_page.folder_source import FolderSource
from bot.status_page.server import PageServer
from bot.status_page.streams import EventStreams
from bot.supervision import Supervision
from bot.use_cases.clock import Clock, utc_now
from bot.use_cases.take_snapshot import TakeSnapshot
from bot.web_routes import WebRoutes
from bot.web_server import WebServer, allow_connections, bind
from storage.database import Database
from storage.looks import Looks

log = structlog.get_logger()


class PageService:
    """Only reads: it needs no right to write, and any number of them may run. Raises Invalid.

    What was served once is served on, whatever becomes of the database or the folder.
    """

    def __init__(self, settings: Settings, *, folder: Path | None = None, clock: Clock = utc_now) -> None:
        if folder is not None and not folder.is_dir():
            raise Invalid(f"There is no folder {folder}. Give one that Stormlamp publishes to.", field="--from")
        self._listener = bind(settings.host, settings.port)
        self.url = settings.base_url_on(self._listener.getsockname()[1])
        self._wants_metrics = settings.metrics_port is not None
        self._parts: dict[str, Callable[[], Awaitable[None]]] = {}
        self._database: Database | None = None
        if folder is not None:
            source = FolderSource(folder)
            pages, self._parts["folder"] = source.pages, source.run
        else:
            self._database = Database(settings.database_url)
            addresses = Addresses(self.url)
            take_snapshot = TakeSnapshot(self._database, clock, addresses.url_of, stale_after=settings.stale_after)
            follower = ServerFollower(self._database, take_snapshot, addresses, None, clock)
            pages = follower.pages
            self._parts |= {"database watch": self._database.watch, "web pages": _following(self._database, follower)}
        allowed = allow_connections(settings.max_streams)
        streams = EventStreams(pages, limit=allowed.streams)
        self._parts["streams"] = streams.run
        self._supervision = Supervision()
        self._look = None if self._database is None else Looks(self._database, clock, writes=False)
        standing = Standing(pages=pages, clock=clock, supervision=self._supervision, look=self._look)
        routes = WebRoutes(PageServer(pages), standing, None)
        self._server = WebServer(routes, pages, streams, connections=allowed.connections)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Raises Invalid for a database that can't be opened, or that is newer than we are."""
        serving = asyncio.create_task(self._server.serve_on(self._listener))
        log.info("serving", url=self.url)
        if self._wants_metrics:
            log.warning("no_metrics", reason="STORMLAMP_METRICS_PORT is for `stormlamp run`; here is nothing to count.")
        try:
            if self._database is not None:
                # One that is away may come back.
                with contextlib.suppress(TryAgain):
                    await self._database.require_known()
            async with self._supervision.running(self._parts):
                yield
        finally:
            self._server.stop()
            await serving
            if self._look is not None:
                await self._look.close()
            if self._database is not None:
                await self._database.close()
            self._listener.close()


def _following(database: Database, follower: ServerFollower) -> Callable[[], Awaitable[None]]:
    async def follow() -> None:
        await database.require_known()
        await follower.run()

    return follow
