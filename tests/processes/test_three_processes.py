"""Three `stormlamp run` on one PostgreSQL: they share the work, and killing any one of them loses nothing."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.sandbox.deliveries import Kind
from bot.sandbox.person import Person
from bot.sandbox.sandbox import Sandbox
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.benchmarks.process import free_port, process
from tests.crash.promises import compare, nothing_owed
from tests.crash.responder import Responder
from tests.crash.victim import Point

pytestmark = [pytest.mark.parametrize("database_kind", ["postgresql"]), pytest.mark.timeout(400)]

_LEASE_SECONDS = 4
_PATIENCE = 120.0  # seconds, for a busy machine
_SIZE = 3


@dataclass(slots=True)
class Fleet:
    sandbox: Sandbox
    database_url: str
    members: dict[int, asyncio.subprocess.Process] = field(default_factory=dict)
    """By the port of their web servers."""
    _stack: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def start(self) -> None:
        port = free_port()
        environment = {
            "SLACK_BOT_TOKEN": self.sandbox.bot_token,
            "SLACK_APP_TOKEN": self.sandbox.app_token,
            "SLACK_API_URL": self.sandbox.api_url,
            "DATABASE_URL": self.database_url,
            "STORMLAMP_PORT": str(port),
        }
        arguments = ("tests.crash.victim", Point.NOWHERE, "1", "0", str(_LEASE_SECONDS))
        self.members[port] = await self._stack.enter_async_context(
            process(*arguments, environment=environment, output=None)
        )

    async def connected(self) -> None:
        await self.sandbox.until(lambda: self.sandbox.socket_mode.connections == len(self.members), _PATIENCE)

    async def kill(self, port: int) -> None:
        member = self.members.pop(port)
        member.kill()
        await member.wait()

    async def pages_of(self, incident: str) -> list[str]:
        """Of an incident, as each web server has it."""
        async with aiohttp.ClientSession() as session:
            return [await _page(session, port, incident) for port in self.members]


async def _page(session: aiohttp.ClientSession, port: int, incident: str) -> str:
    async with session.get(f"http://127.0.0.1:{port}/incidents/{incident}") as response:
        return await response.text()


@contextlib.asynccontextmanager
async def fleet(database_url: str) -> AsyncIterator[Fleet]:
    async with Sandbox(rate_limits=False) as sandbox:
        fleet = Fleet(sandbox, database_url)
        async with fleet._stack:
            await asyncio.gather(*(fleet.start() for _ in range(_SIZE)))
            await fleet.connected()
            yield fleet
            assert [each.returncode for each in fleet.members.values()] == [None] * len(fleet.members)


@contextlib.asynccontextmanager
async def looking_at(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    watching = asyncio.create_task(database.watch())
    try:
        yield database
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await database.close()


async def declare(responder: Person, message: str) -> None:
    """Processes that have just begun, on a busy machine, may ask to try again."""
    async with asyncio.timeout(_PATIENCE):
        while not responder.has_modal:
            await responder.types("/incident new Slow")
            with contextlib.suppress(TimeoutError):
                await responder.modal()
        form = await responder.modal()
        form.fill("Message", message)
        while form.is_open:
            await form.submit()


def responders(seed: int) -> list[Responder]:
    return [Responder(name, random.Random(seed + number)) for number, name in enumerate(("ada", "bob", "cleo"))]


async def test_started_at_once_on_an_empty_database_they_share_all_work(empty_database_url: str) -> None:
    team = responders(1)
    async with fleet(empty_database_url) as three, looking_at(empty_database_url) as database:
        async with database.reading() as uow:
            [page] = await uow.pages.all()
        change = PageChange(slug=page.slug, channel="C0INCIDENTS")
        await EditPage(database, utc_now)(change, actor=OPERATOR, origin=COMMAND_LINE)
        for _ in range(8):
            await asyncio.gather(*(responder.work(three.sandbox) for responder in team))

        await nothing_owed(database, seconds=_PATIENCE)
        acknowledged = [word for responder in team for word in responder.acknowledged]
        await compare(three.sandbox, database, acknowledged, three.pages_of)
        assert acknowledged


async def test_whichever_of_them_is_killed_nothing_is_lost(database_url: str) -> None:
    team = responders(2)
    chance = random.Random(20261123)
    async with fleet(database_url) as three, looking_at(database_url) as database:
        for _ in range(_SIZE):
            victim = chance.choice(list(three.members))
            work = asyncio.gather(*(responder.work(three.sandbox) for responder in team))
            asyncio.get_running_loop().call_later(chance.uniform(0, 0.5), three.members[victim].kill)
            await asyncio.gather(work, three.members[victim].wait())
            del three.members[victim]
            await asyncio.gather(*(responder.work(three.sandbox) for responder in team))
            await three.start()
            await three.connected()

        await nothing_owed(database, seconds=_PATIENCE)
        acknowledged = [word for responder in team for word in responder.acknowledged]
        await compare(three.sandbox, database, acknowledged, three.pages_of)
        assert acknowledged


async def test_what_is_delivered_again_to_the_others_acts_once(database_url: str) -> None:
    async with fleet(database_url) as three, looking_at(database_url) as database:
        ada = three.sandbox.person("ada")
        deliveries = three.sandbox.deliveries
        await declare(ada, "w1")
        submission = deliveries.last(Kind.INTERACTION, "view_submission")
        await ada.types("/incident note INC-1 Seen in the logs.")
        await ada.is_told("Noted on the timeline")
        command = deliveries.last(Kind.COMMAND)

        again = await asyncio.gather(*(deliveries.redeliver(each) for each in (submission, command) for _ in range(6)))

        assert again == [{}] * 12
        await nothing_owed(database, seconds=_PATIENCE)
        await compare(three.sandbox, database, ["w1"], three.pages_of)
        async with database.reading() as uow:
            assert [note.text for note in await uow.notes.of_incident(1)] == ["Seen in the logs."]
