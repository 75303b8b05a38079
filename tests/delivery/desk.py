"""The application over a workspace whose faults are planned, and over a clock that skips what would be waited for."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from bot.app import Application
from bot.domain.incident import Incident, IncidentStatus
from bot.sandbox.channel import Message
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.use_cases.actor import OPERATOR, Actor, ActorKind, Responders
from bot.use_cases.change_incident import Draft
from bot.use_cases.clock import Clock
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.find_pages import FindPages
from bot.use_cases.origin import COMMAND_LINE, Origin
from bot.use_cases.post_update import PostUpdate
from storage.tables import OutboxRow
from tests.public_page import page_as_soon_as, reader

ADA = Actor(kind=ActorKind.MEMBER, name="Ada Byron", slack_id="U0ADA")
INCIDENTS = "C0INCIDENTS"
GENERAL = "C0GENERAL"
PRIVATE = "C0OPS"
ARCHIVED = "C0OLD"


class MovedClock:
    """The real time, and however much of it was skipped."""

    def __init__(self) -> None:
        self._skipped = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._skipped

    def forward(self, length: timedelta) -> None:
        self._skipped += length


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an incident is worked on: by use cases, since what responders click is tried elsewhere."""

    sandbox: Sandbox
    application: Application
    clock: MovedClock

    async def declare(self, title: str = "Website slow", *, page: str = "acme", channel: str | None = None) -> int:
        """Returns the incident's number. `channel` is where Ada typed it."""
        database = self.application.database
        declaration = Declaration(page_id=(await FindPages(database).by_slug(page)).page.id, title=title, message="1")
        declare = DeclareIncident(database, self.clock, Responders())
        return (await declare(declaration, actor=ADA, origin=Origin(channel=channel))).number

    async def update(
        self, number: int, message: str, status: IncidentStatus | None = None, *, promises: timedelta | None = None
    ) -> Incident:
        """`promises` is when the next one comes."""
        post = PostUpdate(self.application.database, self.clock, Responders())
        draft = Draft(number=number, message=message, status=status, next_update_in=promises)
        return await post(draft, actor=ADA, origin=Origin())

    async def settled(self) -> None:
        """Until nothing is owed but what was set aside; what waits for a later time gets it at once."""
        database = self.application.database
        while True:
            seen = database.changes.count
            heads = await self.heads()
            if not heads:
                return
            if all(head.leased_until is None for head in heads):
                await self.skip_to(min(head.due_at for head in heads))
            await database.changes.wait_beyond(seen, seconds=5)

    async def page_shows(self, path: str, text: str, *, is_shown: bool = True) -> str:
        """The public page's HTML, as soon as that is in it, or is not."""
        async with reader(self.application.url) as public:
            changes = self.application.database.changes
            return await page_as_soon_as(lambda html: (text in html) is is_shown, public, changes, path)

    async def skip_to(self, moment: datetime) -> None:
        left = moment - self.clock()
        if left > timedelta():
            self.clock.forward(left)
            self.application.database.changes.tell()

    async def postponed(self, channel: str, *, attempts: int = 1) -> OutboxRow:
        """The stream's head, as soon as that many attempts to deliver it have failed."""
        database = self.application.database
        while True:
            seen = database.changes.count
            for head in await self.heads():
                if head.stream == channel and head.attempts >= attempts:
                    return head
            await database.changes.wait_beyond(seen)

    async def heads(self) -> list[OutboxRow]:
        streams: dict[str, OutboxRow] = {}
        for row in await self.rows():
            if row.set_aside_at is None:
                streams.setdefault(row.stream, row)
        return list(streams.values())

    async def rows(self) -> list[OutboxRow]:
        async with self.application.database.engine.connect() as connection:
            found = await connection.execute(select(OutboxRow.__table__).order_by(OutboxRow.id))
            return [OutboxRow(**row._mapping) for row in found]

    def announcements(self, channel: str = "incidents") -> list[Message]:
        return [message for message in self.sandbox.messages(channel) if not message.is_reply]

    def thread(self, announcement: Message, channel: str = "incidents") -> list[str]:
        """What the updates in the thread say, oldest first."""
        return [says(message) for message in self.sandbox.thread(channel, announcement)]

    def told(self) -> list[str]:
        """What Ada was told in direct messages."""
        return [message.text for message in self.sandbox.person("ada").messages_for_me()]


def says(reply: Message) -> str:
    """The update's own message."""
    return reply.text.partition(": ")[2]


def application_over(sandbox: Sandbox, clock: MovedClock, **settings: Any) -> Application:
    return Application(
        Settings.model_validate(
            {
                "slack_bot_token": SecretStr(sandbox.bot_token),
                "slack_signing_secret": SecretStr(sandbox.signing_secret),
                "slack_api_url": sandbox.api_url,
                "port": 0,
                **settings,
            }
        ),
        clock=clock,
    )


@contextlib.asynccontextmanager
async def opened(folder: Path, *, slacks_clock: Clock | None = None, **settings: Any) -> AsyncIterator[Desk]:
    """With the pages `acme`, announced in #incidents, and `beta`, announced in #general; nothing runs yet.

    Slack's clock is moved together with ours, unless it is another one.
    """
    clock = MovedClock()
    async with Sandbox(clock=slacks_clock or clock, rate_limits=False) as sandbox:
        application = application_over(
            sandbox, clock, **{"database_url": f"sqlite+aiosqlite:///{folder}/stormlamp.db", **settings}
        )
        await application.database.migrate()
        for slug, channel in (("acme", INCIDENTS), ("beta", GENERAL), ("ops", PRIVATE), ("old", ARCHIVED)):
            new = NewPage(slug=slug, name=slug.capitalize(), channel=channel)
            await CreatePage(application.database, clock)(new, actor=OPERATOR, origin=COMMAND_LINE)
        yield Desk(sandbox, application, clock)
