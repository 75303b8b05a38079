"""One run: kill after kill with work in flight; in the end nothing that was acknowledged is lost, doubled or late."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.delivery import leases
from bot.sandbox.faults import Loss, Lost
from bot.sandbox.sandbox import Sandbox
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.benchmarks.process import free_port, process
from tests.crash.promises import compare, nothing_owed
from tests.crash.responder import Responder
from tests.crash.victim import Point

#: Longer than any lease: what a dead process held is free for the next one.
_PAST_EVERY_LEASE = leases.LEASE + timedelta(seconds=5)
_AT_RANDOM_WITHIN = 2.0  # seconds of work
_PATIENCE = 30.0  # seconds, for a busy machine
#: Nothing is looked for before an answer is lost.
_LOOKS = frozenset({Point.BEFORE_LOOK, Point.AFTER_LOOK})
_EDITS = frozenset({Point.BEFORE_EDIT, Point.AFTER_EDIT})
_CHANNELS = frozenset({Point.BEFORE_CHANNEL, Point.AFTER_CHANNEL})


@dataclass(slots=True)
class Course:
    folder: Path
    database_url: str
    random: random.Random
    skipped: timedelta = timedelta()
    kills: Counter[Point] = field(default_factory=Counter)
    _responders: Sequence[Responder] = field(init=False)
    _port: int = 0

    def __post_init__(self) -> None:
        self._responders = [Responder(name, random.Random(self.random.random())) for name in ("ada", "bob", "cleo")]

    @property
    def acknowledged(self) -> list[str]:
        return [word for responder in self._responders for word in responder.acknowledged]

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skipped

    @contextlib.asynccontextmanager
    async def workspace(self) -> AsyncIterator[Sandbox]:
        await self._fill()
        async with Sandbox(rate_limits=False, clock=self.now) as sandbox:
            yield sandbox

    async def kill(self, sandbox: Sandbox, point: Point) -> None:
        """Run the application until it dies there, with responders at work. Raises AssertionError if it does not."""
        self.skipped += _PAST_EVERY_LEASE
        nth = self.random.randint(1, 3)
        if point in _LOOKS:
            sandbox.faults.plan("chat.postMessage", Lost(Loss.AFTER_THE_EFFECT), times=None)
        async with self._running(sandbox, point, nth) as child:
            died = asyncio.create_task(child.wait())
            if point is Point.AT_RANDOM:
                await sandbox.until(lambda: sandbox.socket_mode.is_connected, _PATIENCE)
                asyncio.get_running_loop().call_later(self.random.uniform(0, _AT_RANDOM_WITHIN), child.kill)
            async with asyncio.timeout(_PATIENCE):
                await asyncio.gather(*(self._work(responder, sandbox, point, died) for responder in self._responders))
            assert child.returncode == -signal.SIGKILL, f"It ended by itself before {point}: {child.returncode}."
        sandbox.faults.clear()
        self.kills[point] += 1

    async def _work(self, responder: Responder, sandbox: Sandbox, point: Point, died: asyncio.Task[int]) -> None:
        """Form after form, until it is dead."""
        while not died.done():
            work = asyncio.create_task(
                responder.work(sandbox, opens_channel=point in _CHANNELS, reads_on=point in _EDITS)
            )
            await asyncio.wait({work, died}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                # A form that was sent is answered or not: which of them has to be known.
                await asyncio.wait({work}, timeout=5)
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def settle(self, sandbox: Sandbox) -> None:
        """Run the application untouched, and hold everything to its promise."""
        self.skipped += _PAST_EVERY_LEASE
        async with self._running(sandbox, Point.NOWHERE, 1) as child:
            database = Database(self.database_url)
            watching = asyncio.create_task(database.watch())
            try:
                await nothing_owed(database)
                await compare(sandbox, database, self.acknowledged, self._pages_of)
            finally:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
                await database.close()
            assert child.returncode is None

    async def _fill(self) -> None:
        database = Database(self.database_url)
        await database.migrate()
        new = NewPage(slug="acme", name="Acme", channel="C0INCIDENTS")
        await CreatePage(database, utc_now)(new, actor=OPERATOR, origin=COMMAND_LINE)
        for name in ("API", "Website"):
            component = NewComponent(page="acme", name=name)
            await CreateComponent(database, utc_now)(component, actor=OPERATOR, origin=COMMAND_LINE)
        await database.close()

    @contextlib.asynccontextmanager
    async def _running(self, sandbox: Sandbox, point: Point, nth: int) -> AsyncIterator[asyncio.subprocess.Process]:
        self._port = free_port()
        environment = {
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": self.database_url,
            "STORMLAMP_PORT": str(self._port),
            "STORMLAMP_PUBLISH_TO": f"file://{self.folder}/public",
        }
        arguments = ("tests.crash.victim", point, str(nth), str(self.skipped.total_seconds()))
        async with process(*arguments, environment=environment) as child:
            yield child

    async def _pages_of(self, incident: str) -> list[str]:
        """As it is in the folder, and as it is served."""
        on_disk = (self.folder / "public" / "acme" / "incidents" / incident / "index.html").read_text(encoding="utf-8")
        url = f"http://127.0.0.1:{self._port}/acme/incidents/{incident}"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return [on_disk, await response.text()]
