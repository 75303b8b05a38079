"""One run: kill after kill with work in flight; in the end nothing that was acknowledged is lost, doubled or late."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.sandbox.acts import NotPossible
from bot.sandbox.channel import Message
from bot.sandbox.modal import Modal
from bot.sandbox.person import readable
from bot.sandbox.sandbox import Sandbox
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.benchmarks.process import free_port, process
from tests.crash.victim import Point

#: Longer than any lease: what a dead process held is free for the next one.
_PAST_EVERY_LEASE = timedelta(seconds=125)
_AT_RANDOM_WITHIN = 2.0  # seconds of work
_PATIENCE = 30.0  # seconds, for a busy machine


@dataclass(slots=True)
class Course:
    """`acknowledged` are the messages whose forms were closed for the responder, in their order."""

    folder: Path
    database_url: str
    random: random.Random
    skipped: timedelta = timedelta()
    acknowledged: list[str] = field(default_factory=list)
    kills: Counter[Point] = field(default_factory=Counter)
    attempts: int = 0
    _port: int = 0

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skipped

    @contextlib.asynccontextmanager
    async def workspace(self) -> AsyncIterator[Sandbox]:
        await self._fill()
        async with Sandbox(rate_limits=False, clock=self.now) as sandbox:
            yield sandbox

    async def kill(self, sandbox: Sandbox, point: Point) -> None:
        """Run the application until it dies there, with a responder at work. Raises AssertionError if it does not."""
        self.skipped += _PAST_EVERY_LEASE
        nth = self.random.randint(1, 3)
        async with self._running(sandbox, point, nth) as child:
            died = asyncio.create_task(child.wait())
            if point is Point.AT_RANDOM:
                await sandbox.until(lambda: sandbox.socket_mode.is_connected, _PATIENCE)
                asyncio.get_running_loop().call_later(self.random.uniform(0, _AT_RANDOM_WITHIN), child.kill)
            async with asyncio.timeout(_PATIENCE):
                while not died.done():
                    work = asyncio.create_task(self._work(sandbox))
                    await asyncio.wait({work, died}, return_when=asyncio.FIRST_COMPLETED)
                    if not work.done():
                        # A form that was sent is answered or not: which of them has to be known.
                        await asyncio.wait({work}, timeout=5)
                    work.cancel()
                    await asyncio.gather(work, return_exceptions=True)
            assert child.returncode == -signal.SIGKILL, f"It ended by itself before {point}: {child.returncode}."
        self.kills[point] += 1

    async def settle(self, sandbox: Sandbox) -> None:
        """Run the application untouched, and hold everything to its promise."""
        self.skipped += _PAST_EVERY_LEASE
        async with self._running(sandbox, Point.NOWHERE, 1) as child:
            database = Database(self.database_url)
            watching = asyncio.create_task(database.watch())
            try:
                await self._nothing_owed(database)
                await self._compare(sandbox, database)
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

    async def _work(self, sandbox: Sandbox) -> None:
        """One responder's form, sent or not."""
        await sandbox.until(lambda: sandbox.socket_mode.is_connected, _PATIENCE)
        self.attempts += 1
        word = f"w{self.attempts}x"
        ada = sandbox.person("ada")
        for view in sandbox.views.stack(ada.id):
            sandbox.views.close(view)
        choice = self.random.random()
        command = "new" if choice < 0.25 else "resolve" if choice < 0.4 else "update"
        with contextlib.suppress(NotPossible, TimeoutError):
            await ada.types(f"/incident {command} {word}")
            form = await ada.modal(seconds=2)
            if form.title.startswith("Which"):
                await form.presses(self.random.choice(_buttons(form)))
                form = await ada.modal(seconds=2)
            form.fill("Message", word)
            if (await form.submit()).is_accepted and not form.is_open:
                self.acknowledged.append(word)

    async def _nothing_owed(self, database: Database) -> None:
        async with asyncio.timeout(_PATIENCE):
            while True:
                seen = database.changes.count
                async with database.reading() as uow:
                    owed = (await uow.outbox.state()).owed
                    pages = await uow.pages.all()
                    behind = [
                        each
                        for page in pages
                        for each in await uow.publications.of_page(page.id)
                        if each.revision < page.revision
                    ]
                if not owed and not behind:
                    return
                await database.changes.wait_beyond(seen, seconds=1)

    async def _compare(self, sandbox: Sandbox, database: Database) -> None:
        listing = await FindIncidents(database).listed(resolved=None, per_leaf=10_000)
        recorded: list[str] = []
        announcements = [message for message in sandbox.messages("incidents") if not message.is_reply]
        for found in listing.incidents:
            messages = [update.message for update in found.incident.updates]
            recorded += messages
            [announcement] = found.announcements
            posted = [message for message in announcements if message.ts == announcement.ts]
            assert len(posted) == 1, f"{found.incident.reference} is announced {len(posted)} times"
            assert _words(sandbox.thread("incidents", posted[0])) == messages, found.incident.reference
            await self._on_the_page(found.incident.id, messages)
        bot_announcements = [message for message in announcements if message.bot_id]
        assert len(bot_announcements) == len(listing.incidents), "an announcement stands there twice"
        assert len(recorded) == len(set(recorded)), "an update is in the record twice"
        assert set(self.acknowledged) <= set(recorded), "an acknowledged update is lost"

    async def _on_the_page(self, incident: str, messages: list[str]) -> None:
        on_disk = (self.folder / "public" / "acme" / "incidents" / incident / "index.html").read_text(encoding="utf-8")
        url = f"http://127.0.0.1:{self._port}/acme/incidents/{incident}"
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            served = await response.text()
        for message in messages:
            assert message in on_disk, f"{message} is not in the folder"
            assert message in served, f"{message} is not served"


def _buttons(picker: Modal) -> list[str]:
    return [line for line in picker.text.splitlines() if line.startswith(("Update INC-", "Resolve INC-"))]


def _words(replies: list[Message]) -> list[str]:
    """The message of each update, which is one word; reminders stand between them, since hours are skipped."""
    texts = [readable(reply) for reply in replies]
    return [
        next(line for line in text.splitlines()[1:] if line.startswith("w"))
        for text in texts
        if not text.startswith("⏰")
    ]
