"""A workspace, the application over it, which may be ended and started again, and what responders do there."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import SecretStr

from bot.app import Application
from bot.delivery.dispatcher import LEASE
from bot.sandbox.channel import Message
from bot.sandbox.deliveries import Kind, Unacknowledged
from bot.sandbox.modal import Modal
from bot.sandbox.person import readable
from bot.sandbox.sandbox import Sandbox
from bot.settings import Settings
from bot.use_cases.actor import OPERATOR
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.origin import COMMAND_LINE
from tests.delivery.desk import INCIDENTS, Desk, MovedClock
from tests.model.expectation import COMPONENTS, Expectation

_PATIENCE = 20.0  # seconds, for a busy machine
_PATHS = ("api/v2/summary.json", "api/v2/incidents.json", "")


@dataclass(slots=True)
class World:
    database_url: str
    clock: MovedClock = field(default_factory=MovedClock)
    _stack: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)
    _running: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)
    _sandbox: Sandbox | None = None
    _desk: Desk | None = None

    @property
    def sandbox(self) -> Sandbox:
        assert self._sandbox is not None
        return self._sandbox

    @property
    def desk(self) -> Desk:
        assert self._desk is not None
        return self._desk

    async def begin(self) -> None:
        self._sandbox = await self._stack.enter_async_context(Sandbox(clock=self.clock, rate_limits=False))
        await self._start(is_first=True)

    async def end(self) -> None:
        await self._running.aclose()
        await self._stack.aclose()

    async def restart(self) -> None:
        """What was under way is left to its lease, which is over by then."""
        await self._running.aclose()
        self.clock.forward(LEASE)
        await self._start(is_first=False)

    async def _start(self, *, is_first: bool) -> None:
        application = Application(
            Settings.model_validate(
                {
                    "slack_bot_token": SecretStr(self.sandbox.bot_token),
                    "slack_app_token": SecretStr(self.sandbox.app_token),
                    "slack_api_url": self.sandbox.api_url,
                    "database_url": self.database_url,
                    "port": 0,
                }
            ),
            clock=self.clock,
        )
        if is_first:
            await application.database.migrate()
            page = NewPage(slug="acme", name="Acme", channel=INCIDENTS)
            await CreatePage(application.database, self.clock)(page, actor=OPERATOR, origin=COMMAND_LINE)
            for name in COMPONENTS:
                new = NewComponent(page="acme", name=name)
                await CreateComponent(application.database, self.clock)(new, actor=OPERATOR, origin=COMMAND_LINE)
        await self._running.enter_async_context(application.running())
        await self.sandbox.connected(_PATIENCE)
        self._desk = Desk(self.sandbox, application, self.clock)

    async def form(self, who: str, command: str) -> Modal:
        """The form that the command opens, over whatever that person had open before."""
        person = self.sandbox.person(who)
        for view in self.sandbox.views.stack(person.id):
            self.sandbox.views.close(view)
        await self.sandbox.connected(_PATIENCE)
        await person.types(f"/incident {command}")
        return await person.modal(seconds=_PATIENCE)

    async def deliver_again(self) -> None:
        """The last form, once more: whatever is answered, it must not act."""
        with contextlib.suppress(LookupError, Unacknowledged):
            await self.sandbox.deliveries.redeliver(self.sandbox.deliveries.last(Kind.INTERACTION, "view_submission"))

    async def compare(self, expectation: Expectation) -> None:
        """At rest: nothing fails any more, nothing is owed, the page is at its newest revision."""
        self.sandbox.faults.clear()
        await self.sandbox.connected(_PATIENCE)
        await self.desk.settled()
        await self._compare_record(expectation)
        self._compare_threads(expectation)
        await self._compare_page(expectation)

    async def _compare_record(self, expectation: Expectation) -> None:
        listing = await FindIncidents(self.desk.application.database).listed(resolved=None, per_leaf=1_000)
        record = {each.incident.number: each.incident for each in listing.incidents}
        assert sorted(record) == sorted(expectation.incidents), "the record has other incidents"
        for number, incident in record.items():
            expected = expectation.incidents[number]
            assert incident.title == expected.title, incident.reference
            recorded = [(update.message, str(update.status)) for update in incident.updates]
            assert recorded == [(said.shown, said.status) for said in expected.said], recorded
            assert (incident.cancellation is not None) == expected.is_cancelled, incident.reference
            assert incident.is_public == expected.is_public, incident.reference

    def _compare_threads(self, expectation: Expectation) -> None:
        announcements = [
            message for message in self.sandbox.messages("incidents") if message.bot_id and not message.is_reply
        ]
        assert len(announcements) == len(expectation.incidents)
        for number, expected in expectation.incidents.items():
            [announcement] = [each for each in announcements if expected.title in readable(each)]
            thread = [_said(reply) for reply in self.sandbox.thread("incidents", announcement)]
            words = [word for word in thread if word]
            assert words == [said.shown for said in expected.said], (f"INC-{number}", words)

    async def _compare_page(self, expectation: Expectation) -> None:
        """As soon as this process serves the newest revision, of which nobody outside is told the number."""
        changes = self.desk.application.database.changes
        async with (
            asyncio.timeout(_PATIENCE),
            httpx.AsyncClient(base_url=self.desk.application.url, timeout=5) as public,
        ):
            while True:
                seen = changes.count
                answers = [await public.get(f"/acme/{path}") for path in _PATHS]
                if all(answer.status_code == 200 for answer in answers):
                    summary, incidents = (answer.json() for answer in answers[:2])
                    if _as_expected(expectation, summary, incidents["incidents"]):
                        break
                await changes.wait_beyond(seen, seconds=0.2)
        _nothing_hidden(expectation, answers[2].text)


def _as_expected(expectation: Expectation, summary: dict[str, Any], incidents: list[dict[str, Any]]) -> bool:
    public = [each for each in expectation.incidents.values() if each.is_public]
    return (
        {each["name"]: each["status"] for each in summary["components"]} == expectation.shown()
        and (summary["status"]["indicator"] == "none") == expectation.is_all_well()
        and sorted(each["name"] for each in summary["incidents"])
        == sorted(each.title for each in public if each.is_open)
        and {each["name"]: [update["body"] for update in each["incident_updates"]] for each in incidents}
        == {each.title: [said.shown for said in reversed(each.said) if said.is_public] for each in public}
    )


def _nothing_hidden(expectation: Expectation, html: str) -> None:
    for expected in expectation.incidents.values():
        hidden = {said.word for said in expected.said if said.is_withdrawn or not said.is_public}
        hidden |= set() if expected.is_public else {expected.title, *(said.word for said in expected.said)}
        assert not [word for word in hidden if word in html]


def _said(reply: Message) -> str | None:
    """The update's text; a reminder between the updates says none."""
    text = readable(reply)
    if "INC-" not in text.splitlines()[0] or text.startswith(("⏰", "🤝")):
        return None
    return text.splitlines()[1]
