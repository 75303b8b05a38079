"""The whole way in one place: a workspace, the application over it, and its public page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from bot.app import Application
from bot.sandbox.channel import Message
from bot.sandbox.modal import Modal
from bot.sandbox.person import Person
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import Clock, utc_now
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.public_page import page_as_soon_as, reader

INCIDENTS = "C0INCIDENTS"


@dataclass(frozen=True, slots=True)
class Stage:
    sandbox: Sandbox
    application: Application
    public: httpx.AsyncClient
    """Reads what the public reads."""

    def person(self, name: str) -> Person:
        return self.sandbox.person(name)

    @property
    def ada(self) -> Person:
        return self.person("ada")

    async def add_page(self, slug: str, *, channel: str | None = None, **more: Any) -> None:
        new = NewPage(slug=slug, name=slug.capitalize(), channel=channel, **more)
        await CreatePage(self.application.database, utc_now)(new, actor=OPERATOR, origin=COMMAND_LINE)

    async def add_components(self, *names: str, page: str = "acme", group: str = "") -> None:
        for name in names:
            new = NewComponent(page=page, name=name, group=group)
            await CreateComponent(self.application.database, utc_now)(new, actor=OPERATOR, origin=COMMAND_LINE)

    async def declare(
        self, title: str = "Website loading slowly", message: str = "We are looking into it.", *components: str
    ) -> Message:
        """Ada declares an incident in #incidents; its announcement, as soon as its first reply is there."""
        before = len(self.sandbox.messages("incidents"))
        await self.ada.types(f"/incident new {title}")
        form = await self.ada.modal()
        form.fill("Message", message)
        if components:
            await form.choose("Affected components", *components)
        submission = await form.submit()
        assert submission.is_accepted, submission
        await self.sandbox.until(lambda: len(self.sandbox.messages("incidents")) > before)
        announcement = self.sandbox.messages("incidents")[before]
        await self.reply(announcement, 1)
        return announcement

    async def form(self, text: str, *, by: str = "ada", channel: str = "#incidents") -> Modal:
        """The form that a command opens."""
        person = self.person(by)
        await person.types(text, channel)
        return await person.modal()

    async def reply(self, announcement: Message, number: int) -> Message:
        """The reply of that number, from 1, in the announcement's thread, as soon as it is there."""
        replies = await self.sandbox.until(
            lambda: r if len(r := self.sandbox.thread("incidents", announcement)) >= number else []
        )
        return replies[number - 1]

    async def nothing_owed(self) -> None:
        """Return as soon as all that was owed to Slack is there."""
        database = self.application.database
        async with asyncio.timeout(10):
            while True:
                seen = database.changes.count
                async with database.reading() as uow:
                    if not await uow.outbox.all():
                        return
                await database.changes.wait_beyond(seen)

    async def summary(self, path: str = "/acme/api/v2/summary.json") -> dict[str, Any]:
        return dict((await self.public.get(path)).json())

    async def page_shows(self, shown: Callable[[str], bool], path: str = "/acme/") -> str:
        """The public page's HTML, as soon as it shows that."""
        return await page_as_soon_as(shown, self.public, self.application.database.changes, path)


@contextlib.asynccontextmanager
async def staged(folder: Path, *, http: bool = False, clock: Clock = utc_now, **settings: Any) -> AsyncIterator[Stage]:
    """With the page `acme`, announced in #incidents. `http`: Slack delivers by signed HTTP."""
    async with Sandbox() as sandbox:
        application = Application(
            Settings.model_validate(
                {
                    "slack_bot_token": SecretStr(sandbox.bot_token),
                    "slack_app_token": None if http else SecretStr(sandbox.app_token),
                    "slack_signing_secret": SecretStr(sandbox.signing_secret) if http else None,
                    "slack_api_url": sandbox.api_url,
                    "database_url": f"sqlite+aiosqlite:///{folder}/stormlamp.db",
                    "port": 0,
                    **settings,
                }
            ),
            clock=clock,
        )
        await application.database.migrate()
        async with reader(application.url) as public:
            stage = Stage(sandbox, application, public)
            await stage.add_page("acme", channel=INCIDENTS)
            async with application.running():
                if http:
                    sandbox.deliver_to(f"{application.url}/slack/events")
                else:
                    await sandbox.connected()
                yield stage


@contextlib.asynccontextmanager
async def busy_until_told_again(stage: Stage) -> AsyncIterator[None]:
    """Another process writes to the database, until Slack has waited and delivers an event once more."""
    busy = Database(str(stage.application.database.url))
    async with contextlib.AsyncExitStack() as held:
        await held.enter_async_context(busy.transaction())

        async def until_told_again(_seconds: float) -> None:
            await held.aclose()

        stage.sandbox.deliveries.pause = until_told_again
        yield
    await busy.close()
