"""One id leads through the log, from what Slack delivered to every call and publication that came of it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from bot.sandbox.sandbox import Sandbox
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database

_ROOT = Path(__file__).parents[1]


async def test_one_id_leads_from_a_submission_to_thread_and_page(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/stormlamp.db"
    database = Database(url)
    await database.migrate()
    new = NewPage(slug="acme", name="Acme", channel="C0INCIDENTS")
    await CreatePage(database, utc_now)(new, actor=OPERATOR, origin=COMMAND_LINE)
    await database.close()
    async with Sandbox() as sandbox:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(_ROOT),
                "SLACK_BOT_TOKEN": sandbox.bot_token,
                "SLACK_APP_TOKEN": sandbox.app_token,
                "SLACK_API_URL": sandbox.api_url,
                "DATABASE_URL": url,
                "STORMLAMP_PORT": "0",
                "STORMLAMP_PUBLISH_TO": f"file://{tmp_path}/public",
            },
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            await sandbox.connected(30)
            log = asyncio.create_task(_until_published(process, 2))
            await sandbox.person("ada").types("/incident new A typed title")
            form = await sandbox.person("ada").modal()
            form.fill("Message", "A typed message.")
            assert (await form.submit()).is_accepted
            events = await log
        finally:
            process.terminate()
            await process.wait()

    [submission] = [event for event in events if event.get("kind") == "submission"]
    ours = [event for event in events if event.get("change") == submission["change"]]
    assert {"slack_delivery", "act", "delivered"} <= {event["event"] for event in ours}
    assert {event["kind"] for event in ours if event["event"] == "delivered"} == {"announce", "post_reply"}
    published = [event for event in events if submission["change"] in event.get("changes", ())]
    assert {event["target"] for event in published} == {"server", f"file://{tmp_path}/public"}
    assert "typed" not in json.dumps(events)


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
