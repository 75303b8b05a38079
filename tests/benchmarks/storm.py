"""Many incidents at the rates that Slack allows: what is delivered, in which order, and how late the page is."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bot.domain.component import ComponentStatus
from bot.domain.incident import Incident
from bot.sandbox.channel import Channel
from bot.sandbox.person import readable
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import BOT_USER
from bot.status_page.times import timestamp
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.change_incident import Draft
from bot.use_cases.clock import utc_now
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.origin import Origin
from bot.use_cases.post_update import PostUpdate
from storage.database import Database
from tests.benchmarks.history import add_page
from tests.benchmarks.process import free_port, process
from tests.benchmarks.table import Row, milliseconds, percentile

_INCIDENTS = 50
_UPDATES = 20  # of each, the declaration among them
_ROUND_SECONDS = 2.0
_DELIVERED_WITHIN = 300  # seconds
_LOOK_SECONDS = 0.02
_PATIENCE = 30  # seconds; as patient as a command, which nobody's form waits for
_NUMBER = re.compile(r"This is update number (\d+)\.")
_FRESHNESS = "/acme/api/v2/status.json"


async def run() -> list[Row]:
    with TemporaryDirectory() as folder:
        async with _workspace(Path(folder)) as (sandbox, database, public):
            channels = _channels(sandbox)
            page = _Page(public)
            watching = asyncio.create_task(page.watch())
            # How long it takes to start is another matter.
            await page.is_there.wait()
            await _post(database, channels, page)
            posted_at = time.perf_counter()
            numbers = await _delivered(sandbox, channels)
            delivered_at = time.perf_counter()
            await _nothing_owed(database)
            settled_at = time.perf_counter()
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
        edits = sandbox.web_api.made["chat.update"]
        limited = sum(sandbox.web_api.limited.values())
    wanted = [str(number) for number in range(_UPDATES)]
    in_order = sum(each == wanted for each in numbers)
    total = _INCIDENTS * _UPDATES
    return [
        Row(
            "updates delivered",
            f"{sum(len(set(each)) for each in numbers):,}",
            f"of {total:,}, {delivered_at - posted_at:.0f} s after the last commit",
        ),
        Row("doubled", f"{sum(len(each) - len(set(each)) for each in numbers)}"),
        Row("threads in order and whole", f"{in_order}", f"of {_INCIDENTS}"),
        Row(
            "chat.update",
            f"{edits:,}",
            f"for {total:,} updates, done {settled_at - posted_at:.0f} s after; {limited:,} calls came too early",
        ),
        Row("commit → page, p50", milliseconds(percentile(page.lags, 50))),
        Row("commit → page, longest", milliseconds(max(page.lags))),
    ]


@dataclass(slots=True)
class _Page:
    """How long after each commit the public could first read the page with it."""

    public: aiohttp.ClientSession
    lags: list[float] = field(default_factory=list)
    is_there: asyncio.Event = field(default_factory=asyncio.Event)
    _committed: deque[tuple[str, float]] = field(default_factory=deque)

    def committed(self, incident: Incident) -> None:
        self._committed.append((timestamp(incident.last_update.created_at), time.perf_counter()))

    async def watch(self) -> None:
        while True:
            async with self.public.get(_FRESHNESS) as response:
                shown = str((await response.json())["page"]["updated_at"]) if response.ok else ""
                if shown:
                    self.is_there.set()
            now = time.perf_counter()
            while self._committed and self._committed[0][0] <= shown:
                self.lags.append(now - self._committed.popleft()[1])
            await asyncio.sleep(_LOOK_SECONDS)


@asynccontextmanager
async def _workspace(folder: Path) -> AsyncIterator[tuple[Sandbox, Database, aiohttp.ClientSession]]:
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    database = Database(url, busy_timeout=_PATIENCE)
    await database.migrate()
    await add_page(database, "acme", channel=None)
    port = free_port()
    async with Sandbox() as sandbox:
        environment = {
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": url,
            "STORMLAMP_PORT": str(port),
        }
        async with (
            process("bot", "run", environment=environment),
            aiohttp.ClientSession(f"http://127.0.0.1:{port}") as public,
        ):
            await sandbox.connected(30)
            yield sandbox, database, public
            await database.close()


def _channels(sandbox: Sandbox) -> list[Channel]:
    found = [Channel(id=f"C1{number:04}", name=f"team-{number}", members={BOT_USER}) for number in range(_INCIDENTS)]
    sandbox.workspace.channels |= {channel.id: channel for channel in found}
    return found


async def _post(database: Database, channels: Sequence[Channel], page: _Page) -> None:
    """A round of one update for each incident every few seconds, committed by another process than the bot's."""
    async with database.reading() as uow:
        shown = (await uow.pages.all())[0]
        components = await uow.components.of_page(shown.id)
    declare = DeclareIncident(database, utc_now, Responders())
    post = PostUpdate(database, utc_now, Responders())
    incidents: list[Incident] = []
    for number in range(_UPDATES):
        begun = time.perf_counter()
        message = f"This is update number {number}."
        for index, channel in enumerate(channels):
            origin = Origin(channel=channel.id)
            if number == 0:
                declaration = Declaration(
                    page_id=shown.id,
                    title=f"Trouble {index}",
                    message=message,
                    components={components[index % len(components)].id: ComponentStatus.DEGRADED_PERFORMANCE},
                )
                incidents.append(await declare(declaration, actor=OPERATOR, origin=origin))
            else:
                draft = Draft(number=incidents[index].number, message=message)
                incidents[index] = await post(draft, actor=OPERATOR, origin=origin)
            page.committed(incidents[index])
        await asyncio.sleep(max(0, begun + _ROUND_SECONDS - time.perf_counter()))


async def _nothing_owed(database: Database) -> None:
    """Slack lets announcements be edited fifty times a minute, in all channels together."""
    async with asyncio.timeout(_DELIVERED_WITHIN):
        while True:
            async with database.reading() as uow:
                if (await uow.outbox.state()).owed == 0:
                    return
            await asyncio.sleep(_LOOK_SECONDS)


async def _delivered(sandbox: Sandbox, channels: Sequence[Channel]) -> list[list[str]]:
    """The numbers of the updates in each thread, in their order there, once all are there or time is over."""

    def numbers() -> list[list[str]]:
        return [
            [found[1] for each in channel.messages if each.is_reply and (found := _NUMBER.search(readable(each)))]
            for channel in channels
        ]

    with contextlib.suppress(TimeoutError):
        await sandbox.until(lambda: all(len(set(each)) == _UPDATES for each in numbers()), _DELIVERED_WITHIN)
    return numbers()
