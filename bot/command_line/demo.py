"""`stormlamp demo`: the sandbox, the bot and its page in one process, with an example to begin with."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import uvloop
from pydantic import SecretStr

from bot.app import Application
from bot.command_line.output import say
from bot.command_line.running import until_ended
from bot.logs import configure_logs
from bot.sandbox.example import add_example
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.use_cases.clock import utc_now
from storage.database import Database

_CHANNEL = "C0INCIDENTS"


def run_demo(settings: Settings) -> None:
    """The page listens where the settings say, the sandbox on the port after it. Raises Invalid."""
    configure_logs(quiet=True)
    with tempfile.TemporaryDirectory(prefix="stormlamp-demo-") as folder:
        uvloop.run(_run(settings, Path(folder)))


async def _run(settings: Settings, folder: Path) -> None:
    async with until_ended() as ended, demo(settings, folder) as (sandbox, application):
        say(f"A local Slack:   {sandbox.url}/  (type /incident new Website loading slowly)")
        say(f"The status page: {application.url}/")
        say("Ctrl+C ends both; nothing of it is kept.")
        await ended.wait()


@contextlib.asynccontextmanager
async def demo(settings: Settings, folder: Path) -> AsyncIterator[tuple[Sandbox, Application]]:
    """The sandbox and the application over it; the database is in the folder. Raises Invalid."""
    async with Sandbox(port=settings.port + 1 if settings.port else 0) as sandbox:
        application = Application(
            settings.model_copy(
                update={
                    "slack_bot_token": SecretStr(sandbox.bot_token),
                    "slack_app_token": SecretStr(sandbox.app_token),
                    "slack_signing_secret": None,
                    "slack_api_url": sandbox.api_url,
                    "database_url": f"sqlite+aiosqlite:///{folder / 'demo.db'}",
                    "publish_to": (),
                    "responders": (),
                }
            )
        )
        await _fill(application.database)
        ada = sandbox.person("ada")
        await ada.types("Customers say that the website is slow. Who takes it?")
        sandbox.browser.links.append({"label": "Status page", "url": f"{application.url}/"})
        async with application.running():
            await sandbox.connected()
            yield sandbox, application


async def _fill(database: Database) -> None:
    await database.migrate()
    await add_example(database, channel=_CHANNEL, now=utc_now())
