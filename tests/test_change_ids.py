"""One id leads through the log, from what Slack delivered to every call and publication that came of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from bot.sandbox.sandbox import Sandbox
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database

_ROOT = Path(__file__).parents[1]


@contextlib.asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[tuple[Sandbox, asyncio.subprocess.Process, dict[str, str]]]:
    """With a page and another target; gives the environment of `run`, too."""
    url = f"sqlite+aiosqlite:///{folder}/stormlamp.db"
    database = Database(url)
    await database.migrate()
    new = NewPage(slug="acme", name="Acme", channel="C0INCIDENTS")
    await CreatePage(database, utc_now)(new, actor=OPERATOR, origin=COMMAND_LINE)
    await database.close()
    async with Sandbox() as sandbox:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(_ROOT),
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "DATABASE_URL": url,
            "STORMLAMP_PORT": "0",
            "STORMLAMP_PUBLISH_TO": f"file://{folder}/public",
        }
        process = await _stormlamp("run", environment=environment)
        try:
            await sandbox.connected(30)
            yield sandbox, process, environment
        finally:
            process.terminate()
            await process.wait()


async def _stormlamp(*arguments: str, environment: dict[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, env=environment, stderr=asyncio.subprocess.PIPE
    )


async def test_one_id_leads_from_a_submission_to_thread_and_page(tmp_path: Path) -> None:
    async with _running(tmp_path) as (sandbox, process, _):
        log = asyncio.create_task(_until_published(process, 2))
        await sandbox.person("ada").types("/incident new A typed title")
        form = await sandbox.person("ada").modal()
        form.fill("Message", "A typed message.")
        assert (await form.submit()).is_accepted
        events = await log

    [submission] = [event for event in events if event.get("kind") == "submission"]
    ours = [event for event in events if event.get("change") == submission["change"]]
    assert {"slack_delivery", "act", "delivered"} <= {event["event"] for event in ours}
    assert {event["kind"] for event in ours if event["event"] == "delivered"} == {"announce", "post_reply"}
    published = [event for event in events if submission["change"] in event.get("changes", ())]
    assert {event["target"] for event in published} == {"server", f"file://{tmp_path}/public"}
    assert "typed" not in json.dumps(events)


async def test_one_id_leads_from_a_command_to_thread_and_page(tmp_path: Path) -> None:
    async with _running(tmp_path) as (_, process, environment):
        log = asyncio.create_task(_until_published(process, 2))
        told = ("--title", "A typed title", "--message", "A typed message.")
        command = await _stormlamp("incident", "declare", *told, environment=environment)
        assert await command.wait() == 0
        events = await log

    [id] = {event["change"] for event in events if event["event"] == "delivered"}
    assert {event["kind"] for event in events if event["event"] == "delivered"} == {"announce", "post_reply"}
    published = [event for event in events if id in event.get("changes", ())]
    assert {event["target"] for event in published} == {"server", f"file://{tmp_path}/public"}


async def _until_published(process: asyncio.subprocess.Process, targets: int) -> list[dict[str, Any]]:
    """What is logged until the incident is on so many targets and in its thread."""
    assert process.stderr is not None
    events: list[dict[str, Any]] = []
    while not (
        sum(bool(event.get("changes")) for event in events) == targets
        and any(event["event"] == "delivered" and event["kind"] == "post_reply" for event in events)
    ):
        line = await process.stderr.readline()
        assert line, events
        events.append(json.loads(line))
    return events
