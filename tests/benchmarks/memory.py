"""What a process holds in memory after many updates: it should not be more for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.page import Page
from bot.sandbox.sandbox import Sandbox
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.cancel_incident import CancelIncident
from bot.use_cases.change_incident import Draft
from bot.use_cases.clock import utc_now
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.origin import COMMAND_LINE, Origin
from bot.use_cases.post_update import PostUpdate
from storage.database import Database
from tests.benchmarks.history import add_page
from tests.benchmarks.process import free_port, process, resident_bytes
from tests.benchmarks.table import Row, mebibytes, ratio

_FEW, _MANY = 1_000, 10_000
_OF_EACH = 20
#: Slack's rates would make a day of it if all were announced.
_ANNOUNCED_EVERY = 10
_QUIET_SECONDS = 2.0
_PATIENCE = 30  # seconds; as patient as a command, which nobody's form waits for
_LOOK_SECONDS = 0.1


async def run() -> list[Row]:
    with TemporaryDirectory() as folder:
        async with _running(Path(folder)) as (database, page, pid):
            await _update(database, page, _FEW)
            after_few = resident_bytes(pid)
            await _update(database, page, _MANY - _FEW)
            after_many = resident_bytes(pid)
    return [
        Row(f"after {_FEW:,} updates", mebibytes(after_few)),
        Row(f"after {_MANY:,} updates", mebibytes(after_many), ratio(after_many, after_few, "that")),
    ]


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[tuple[Database, Page, int]]:
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    database = Database(url, busy_timeout=_PATIENCE)
    await database.migrate()
    page, _ = await add_page(database, "acme", channel=None)
    async with Sandbox(rate_limits=False) as sandbox:
        environment = {
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": url,
            "STORMLAMP_PORT": str(free_port()),
            "STORMLAMP_PUBLISH_TO": f"file://{folder}/status",
        }
        async with process("bot", "run", environment=environment) as child:
            await sandbox.connected(30)
            yield database, page, child.pid
            await database.close()


async def _update(database: Database, page: Page, count: int) -> None:
    """Incidents that are cancelled in the end: the page itself stays as small as it was."""
    declare = DeclareIncident(database, utc_now, Responders())
    post = PostUpdate(database, utc_now, Responders())
    cancel = CancelIncident(database, utc_now, Responders())
    for number in range(count // _OF_EACH):
        origin = COMMAND_LINE if number % _ANNOUNCED_EVERY else Origin(channel="C0INCIDENTS")
        declaration = Declaration(page_id=page.id, title=f"Trouble {number}", message="We are looking into it.")
        incident = await declare(declaration, actor=OPERATOR, origin=origin)
        for _ in range(_OF_EACH - 1):
            await post(Draft(number=incident.number, message="More is known."), actor=OPERATOR, origin=origin)
        await cancel(incident.number, "It was none.", actor=OPERATOR, origin=origin)
    await _quiet(database)


async def _quiet(database: Database) -> None:
    while True:
        async with database.reading() as uow:
            (page,) = await uow.pages.all()
            behind = [each for each in await uow.publications.of_page(page.id) if each.revision < page.revision]
            if not behind and (await uow.outbox.state()).owed == 0:
                break
        await asyncio.sleep(_LOOK_SECONDS)
    await asyncio.sleep(_QUIET_SECONDS)
