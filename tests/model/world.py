"""What the model is compared with: a workspace and the application over it, which can be stopped and started again."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx
from pydantic import SecretStr

from bot.app import Application
from bot.delivery import leases
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.use_cases.actor import OPERATOR
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.benchmarks.process import free_port
from tests.delivery.desk import INCIDENTS, Desk, MovedClock
from tests.model.record import COMPONENTS
from tests.public_page import reader

_PATIENCE = 30.0  # seconds, for a busy machine
#: What a process that was stopped had under way is free for the next one after that.


class World:
    def __init__(self, folder: Path, database_url: str) -> None:
        self.public = folder / "public"
        self.clock = MovedClock()
        self.sandbox = Sandbox(clock=self.clock, rate_limits=False)
        self._settings = Settings.model_validate(
            {
                "slack_bot_token": SecretStr(self.sandbox.bot_token),
                "slack_app_token": SecretStr(self.sandbox.app_token),
                "slack_api_url": self.sandbox.api_url,
                "database_url": database_url,
                # The same one after every start: links begin with it.
                "port": free_port(),
                "publish_to": f"file://{self.public}",
            }
        )
        self._ending = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    @property
    def database(self) -> Database:
        return self.application.database

    async def open(self) -> None:
        await self.sandbox.__aenter__()
        database = Database(self._settings.database_url)
        await database.migrate()
        page = NewPage(slug="acme", name="Acme", channel=INCIDENTS)
        await CreatePage(database, self.clock)(page, actor=OPERATOR, origin=COMMAND_LINE)
        for name in COMPONENTS:
            component = NewComponent(page="acme", name=name)
            await CreateComponent(database, self.clock)(component, actor=OPERATOR, origin=COMMAND_LINE)
        await database.close()
        await self.start()

    async def close(self) -> None:
        await self.stop()
        await self.sandbox.__aexit__(None, None, None)

    async def start(self) -> None:
        """Returns when it can be used."""
        self.application = Application(self._settings, clock=self.clock)
        self._leases_end_at = self.clock() + leases.LEASE
        self._running = asyncio.create_task(self._run())
        await self.connected()

    async def stop(self) -> None:
        self._ending.set()
        if self._running is not None:
            await self._running

    async def _run(self) -> None:
        """In a task of its own, since it outlives every rule."""
        self._ending.clear()
        async with self.application.running():
            await self._ending.wait()

    async def connected(self) -> None:
        await self.sandbox.connected(_PATIENCE)

    async def forward(self, length: timedelta) -> None:
        self.clock.forward(length)
        self.database.changes.tell()

    async def rest(self) -> None:
        """Until nothing is owed to anybody, whatever time that takes by the clock."""
        self.sandbox.faults.clear()
        desk = Desk(self.sandbox, self.application, self.clock)
        async with asyncio.timeout(_PATIENCE):
            await self._page_is_there()
            await desk.skip_to(self._leases_end_at)
            while True:
                await desk.settled()
                seen = self.database.changes.count
                if await self._all_have_the_newest() and not await desk.rows():
                    return
                await self.database.changes.wait_beyond(seen, seconds=1)

    async def read(self, path: str) -> httpx.Response:
        async with reader() as client:
            return await client.get(f"{self.application.url}/{path}")

    async def _page_is_there(self) -> None:
        while True:
            seen = self.database.changes.count
            if (await self.read("readyz")).status_code == 200:
                return
            await self.database.changes.wait_beyond(seen, seconds=0.05)

    async def _all_have_the_newest(self) -> bool:
        """So that neither a change nor the passing of time is still to be published."""
        async with self.database.reading() as uow:
            next_change_at = await uow.pages.next_change_at()
            [page] = await uow.pages.all()
            publications = await uow.publications.of_page(page.id)
        is_due = next_change_at is not None and next_change_at <= self.clock()
        return not is_due and all(each.revision == page.revision for each in publications) and len(publications) == 2
