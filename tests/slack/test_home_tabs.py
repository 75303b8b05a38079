"""Whose home is kept fresh, and for how long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.blocks.home_history import HomeMemory
from bot.domain.history import Standing
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.user import UserKind
from bot.slack.client import make_client
from bot.slack.home_tabs import HomeTabs
from bot.slack.home_views import HomeViews
from bot.slack.people import Directory
from bot.use_cases.actor import OPERATOR, Admins, Responders
from bot.use_cases.browse_history import BrowseHistory
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.find_pages import FindPages
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.conftest import StoppedClock

ADA = "U0ADA"
BOB = "U0BOB"


@dataclass(frozen=True, slots=True)
class Workspace:
    sandbox: Sandbox
    database: Database
    clock: StoppedClock
    tabs: HomeTabs

    def home(self, user: str) -> str:
        view = self.sandbox.views.home(user)
        assert view is not None
        return str(view.content)

    async def declare(self, title: str) -> None:
        page = (await FindPages(self.database).by_slug("acme")).page
        new = Declaration(page_id=page.id, title=title, message="We are looking into it.")
        declare = DeclareIncident(self.database, self.clock, Responders())
        await declare(new, actor=OPERATOR, origin=COMMAND_LINE)


@pytest.fixture
async def workspace(database: Database, clock: StoppedClock) -> AsyncIterator[Workspace]:
    async with Sandbox() as sandbox:
        client = make_client(sandbox.bot_token, sandbox.api_url)
        views = HomeViews(
            find_pages=FindPages(database),
            browse_history=BrowseHistory(database),
            directory=Directory(client, clock),
            responders=Responders(),
            admins=Admins(),
            clock=clock,
        )
        await CreatePage(database, clock)(NewPage(slug="acme", name="Acme"), actor=OPERATOR, origin=COMMAND_LINE)
        yield Workspace(sandbox, database, clock, HomeTabs(client, views, database.changes, clock))


async def test_a_home_is_written_anew_only_when_it_would_say_something_else(workspace: Workspace) -> None:
    await workspace.tabs.show(ADA)
    await workspace.tabs.show(BOB, HomeMemory(standing=Standing.RESOLVED))
    assert await workspace.tabs.refresh() == 0

    await workspace.declare("Slow")

    assert await workspace.tabs.refresh() == 2
    assert "Slow" in workspace.home(ADA)
    assert "No incident fits." in workspace.home(BOB)
    assert await workspace.tabs.refresh() == 0


async def test_a_home_that_was_opened_more_than_an_hour_ago_is_left_as_it_is(workspace: Workspace) -> None:
    await workspace.tabs.show(ADA)
    workspace.clock.forward(hours=1, minutes=1)

    await workspace.declare("Slow")

    assert await workspace.tabs.refresh() == 0
    assert "Slow" not in workspace.home(ADA)


async def test_a_home_that_another_process_has_written_since_is_left_to_it(workspace: Workspace) -> None:
    await workspace.tabs.show(ADA)
    workspace.sandbox.views.publish(ADA, {"type": "home", "blocks": []})

    await workspace.declare("Slow")

    assert await workspace.tabs.refresh() == 0
    assert "Slow" not in workspace.home(ADA)


async def test_a_member_who_becomes_a_guest_reads_a_sentence_from_then_on(workspace: Workspace) -> None:
    await workspace.declare("Slow")
    await workspace.tabs.show(BOB)
    users = workspace.sandbox.workspace.users
    users[BOB] = replace(users[BOB], kind=UserKind.GUEST)
    workspace.clock.forward(minutes=6)

    assert await workspace.tabs.refresh() == 1

    assert "Slow" not in workspace.home(BOB)
    assert "You are a guest" in workspace.home(BOB)
