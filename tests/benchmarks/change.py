"""How long a responder's change takes to the public page, and how long Slack waits for its acknowledgement."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bot.sandbox.deliveries import Kind
from bot.sandbox.sandbox import Sandbox
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.benchmarks.process import free_port, process
from tests.benchmarks.table import Row, milliseconds, percentile, ratio

_UPDATES = 200
_PAGE = "/acme/"


async def run() -> list[Row]:
    with TemporaryDirectory() as folder:
        ours, first, to_page = await _stormlamp(Path(folder))
    bare = await _bare()
    return [
        Row(f"submit → page, p50 of {_UPDATES}", milliseconds(percentile(to_page, 50))),
        Row("submit → page, p99", milliseconds(percentile(to_page, 99))),
        Row("the first after a start", milliseconds(first), _ratio_to_median(first, to_page)),
        Row("submit → ack, p50", milliseconds(percentile(ours, 50)), _beside(ours, bare, 50)),
        Row("submit → ack, p99", milliseconds(percentile(ours, 99)), _beside(ours, bare, 99)),
    ]


def _beside(ours: list[float], bare: list[float], percent: int) -> str:
    theirs = percentile(bare, percent)
    return f"{ratio(percentile(ours, percent), theirs, 'a bare bolt handler')} ({milliseconds(theirs)}, no commit)"


def _ratio_to_median(first: float, later: list[float]) -> str:
    return ratio(first, percentile(later, 50), "the median")


async def _stormlamp(folder: Path) -> tuple[list[float], float, list[float]]:
    """The seconds to the acknowledgement, and from the submit frame to the changed body got by HTTP.

    The first change after the start stands by itself.
    """
    url = f"sqlite+aiosqlite:///{folder}/bench.db"
    await _fill(url)
    port = free_port()
    async with Sandbox(rate_limits=False) as sandbox:
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
            first = await _change(sandbox, public, "new Website loading slowly", "We are looking into it.")
            times = [await _change(sandbox, public, "update", f"This is update number {n}.") for n in range(_UPDATES)]
        return _ack_times(sandbox)[1:], first, times


async def _fill(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await CreatePage(database, utc_now)(
        NewPage(slug="acme", name="Acme", channel="C0INCIDENTS"), actor=OPERATOR, origin=COMMAND_LINE
    )
    for number in range(30):
        new = NewComponent(page="acme", name=f"Component {number}", group=f"Group {number % 6}")
        await CreateComponent(database, utc_now)(new, actor=OPERATOR, origin=COMMAND_LINE)
    await database.close()


async def _change(sandbox: Sandbox, public: aiohttp.ClientSession, command: str, message: str) -> float:
    started = await _submit(sandbox, command, message)
    wanted = message.encode()
    while True:
        async with public.get(_PAGE) as response:
            if wanted in await response.read():
                return time.perf_counter() - started


async def _submit(sandbox: Sandbox, command: str, message: str) -> float:
    """The moment in which the form was sent."""
    ada = sandbox.person("ada")
    await ada.types(f"/incident {command}")
    form = await ada.modal()
    form.fill("Message", message)
    started = time.perf_counter()
    submission = await form.submit()
    assert submission.is_accepted, submission
    return started


async def _bare() -> list[float]:
    async with Sandbox(rate_limits=False) as sandbox:
        environment = {
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
        }
        async with process("tests.benchmarks.bare_bolt", environment=environment):
            await sandbox.connected(30)
            for number in range(_UPDATES + 1):
                await _submit(sandbox, "update", f"This is update number {number}.")
        return _ack_times(sandbox)[1:]


def _ack_times(sandbox: Sandbox) -> list[float]:
    submissions = [
        delivery
        for delivery in sandbox.deliveries.log
        if delivery.kind is Kind.INTERACTION and delivery.payload["type"] == "view_submission"
    ]
    return [
        (delivery.acknowledged_at - delivery.sent_at).total_seconds()
        for delivery in submissions
        if delivery.acknowledged_at is not None
    ]
