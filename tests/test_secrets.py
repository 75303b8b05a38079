"""Whatever goes wrong, no secret comes out anywhere: a whole process, loud, with every fault that we can make."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.command_line.database import opened
from bot.sandbox.faults import Loss, Lost, RateLimited, Refused, ServerError
from bot.sandbox.sandbox import Sandbox
from tests.benchmarks.process import free_port
from tests.postgresql import PostgreSQL
from tests.public_page import reader

#: In every secret, so that one search finds whatever is left of any.
MARK = "hush"
_HUSHED = {
    "SLACK_BOT_TOKEN": f"xoxb-1-{MARK}-bot",
    "SLACK_APP_TOKEN": f"xapp-1-{MARK}-app",
    "SLACK_SIGNING_SECRET": f"{MARK}0123456789",
    "AWS_ACCESS_KEY_ID": f"AKIA{MARK}ID",
    "AWS_SECRET_ACCESS_KEY": f"{MARK}/store+key",
    "AWS_SESSION_TOKEN": f"{MARK}session",
}
_ROOT = Path(__file__).parents[1]
#: As somebody runs it who looks for a fault: the libraries say all that they have to say, beside what is always said.
_LOUD = "import logging, sys; logging.basicConfig(level=logging.DEBUG, stream=sys.stderr); "


class HushedSandbox(Sandbox):
    bot_token = _HUSHED["SLACK_BOT_TOKEN"]
    app_token = _HUSHED["SLACK_APP_TOKEN"]
    signing_secret = _HUSHED["SLACK_SIGNING_SECRET"]


@dataclass(slots=True)
class Output:
    """What one process has written so far."""

    process: asyncio.subprocess.Process
    text: str = ""
    _said: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def read(self, stream: asyncio.StreamReader) -> None:
        while piece := await stream.read(65_536):
            async with self._said:
                self.text += piece.decode(errors="replace")
                self._said.notify_all()

    async def says(self, words: str) -> None:
        async with asyncio.timeout(30), self._said:
            await self._said.wait_for(lambda: words in self.text)


@contextlib.asynccontextmanager
async def stormlamp(folder: Path, *arguments: str, environment: Mapping[str, str]) -> AsyncIterator[Output]:
    """`stormlamp` as a process of its own, ended with the block."""
    ours = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", f"{_LOUD}from bot.__main__ import main; main()", *arguments),
        env={**ours, "PYTHONPATH": str(_ROOT), **environment},
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output = Output(process)
    assert process.stdout is not None
    assert process.stderr is not None
    reading = [asyncio.create_task(output.read(stream)) for stream in (process.stdout, process.stderr)]
    try:
        yield output
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await asyncio.gather(*reading)


async def told(folder: Path, *arguments: str, environment: Mapping[str, str]) -> str:
    async with stormlamp(folder, *arguments, environment=environment) as output:
        await output.process.wait()
    return output.text


async def stored(url: str) -> str:
    """Every row of every table."""
    async with opened(url) as database, database.engine.connect() as connection:
        tables = await connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        rows = [str(row) for table in list(tables) for row in await connection.execute(text(f'TABLE "{table}"'))]
    assert any("Slow" in row for row in rows)
    return "\n".join(rows)


async def execute(url: str, statement: str) -> None:
    async with opened(url) as database, database.engine.begin() as connection:
        await connection.execute(text(statement))


async def public(port: int) -> str:
    paths = ["", "api/v2/summary.json", "api/v2/incidents.json", "history", "history.atom", "nothing", "%65vents"]
    async with reader(f"http://127.0.0.1:{port}", seconds=10) as visitor:
        answers = [await visitor.get(f"/{base}{path}") for path in paths for base in ("", "status/")]
        answers += [await visitor.get(path) for path in ("/healthz", "/readyz")]
        answers.append(await visitor.post("/slack/events", content=b"{}"))
    return "\n".join(f"{answer.status_code} {answer.headers} {answer.text}" for answer in answers)


async def metrics(port: int) -> str:
    async with reader() as prometheus:
        return (await prometheus.get(f"http://127.0.0.1:{port}/metrics")).text


def leaks(shown: Mapping[str, str]) -> list[str]:
    return [
        f"{where}: …{text[max(0, found.start() - 200) : found.end() + 80]}…"
        for where, text in shown.items()
        for found in re.finditer(MARK, text, re.IGNORECASE)
    ]


@pytest.fixture
async def database_url(postgresql: PostgreSQL) -> str:
    """Whose password the server does not ask for."""
    return (await postgresql.new_database()).set(password=f"{MARK}@base").render_as_string(hide_password=False)


async def test_no_secret_comes_out_of_what_runs(tmp_path: Path, database_url: str) -> None:
    port, metrics_port = free_port(), free_port()
    async with HushedSandbox(rate_limits=False) as sandbox:
        environment = {
            **_HUSHED,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": database_url,
            "STORMLAMP_PORT": str(port),
            "STORMLAMP_METRICS_PORT": str(metrics_port),
            "STORMLAMP_PUBLISH_TO": f"s3://bucket/prefix,file:///proc/no/such,file://{tmp_path}/public",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
            "AWS_REGION": "eu-central-1",
        }
        sandbox.faults.plan("auth.test", Refused("invalid_auth"))
        sandbox.faults.plan("apps.connections.open", Refused("invalid_auth"))
        async with stormlamp(tmp_path, "run", environment=environment) as running:
            await sandbox.connected(30)
            commands = await asyncio.gather(
                *(
                    told(tmp_path, *command.split(), environment=environment)
                    for command in ("page edit status --channel C0INCIDENTS", "doctor", "audit", "publish")
                )
            )
            for fault in (ServerError(), RateLimited(0), Lost(Loss.AFTER_THE_EFFECT), Refused("invalid_auth")):
                sandbox.faults.plan("chat.postMessage", fault)
            ada = sandbox.person("ada")
            await ada.types("/incident new Slow")
            form = await ada.modal()
            form.fill("Message", "We are looking into it.")
            assert (await form.submit()).is_accepted
            await ada.types("/incident doctor")
            await ada.is_told("s3://bucket/prefix")
            await execute(database_url, "ALTER TABLE nudges RENAME TO gone")
            await running.says("part_failed")
            await execute(database_url, "ALTER TABLE gone RENAME TO nudges")
            channels = sandbox.workspace.channels.values()
            shown = {
                "pages": await public(port),
                "metrics": await metrics(metrics_port),
                "database": await stored(database_url),
                "folder": "".join(path.read_text() for path in (tmp_path / "public").rglob("*.html")),
                "slack": json.dumps([message.to_json() for channel in channels for message in channel.messages]),
                "commands": "".join(commands),
            }
        shown["run"] = running.text

    # It was as noisy as it had to be.
    for word in ("invalid_auth", "target_failed", "part_failed", "/proc/no", "s3://bucket", "Sending a request"):
        assert word in "".join(shown.values())
    assert leaks(shown) == []


async def test_nor_of_what_waits_for_its_database(tmp_path: Path) -> None:
    environment = {
        **_HUSHED,
        "DATABASE_URL": f"postgresql+asyncpg://ada:{MARK}%40base@127.0.0.1:1/stormlamp",
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
        "STORMLAMP_PORT": "0",
    }
    async with stormlamp(tmp_path, "run", environment=environment) as running:
        await running.says("database_away")

    assert leaks({"run": running.text}) == []
