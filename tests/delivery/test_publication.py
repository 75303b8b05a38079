"""What is noted of a page at the same moment by several processes, as PostgreSQL lets them."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery.publication import note_published
from bot.domain.incident import Incident
from bot.domain.page import Page
from bot.use_cases.actor import OPERATOR, Responders
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.declare_incident import Declaration, DeclareIncident
from bot.use_cases.dedicated_channels import channel_was_made
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from tests.conftest import StoppedClock
from tests.postgresql import waits

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"])

TARGETS = ("server", "folder")


async def declared(database: Database, clock: StoppedClock) -> tuple[Page, Incident]:
    new = NewPage(slug="acme", name="Acme", channel="C0INCIDENTS")
    page = await CreatePage(database, clock)(new, actor=OPERATOR, origin=COMMAND_LINE)
    declaration = Declaration(page_id=page.id, title="Slow", message="We are looking into it.")
    incident = await DeclareIncident(database, clock, Responders())(declaration, actor=OPERATOR, origin=COMMAND_LINE)
    async with database.writing() as uow:
        await uow.publications.follow(page.id, TARGETS, now=clock())
        return await uow.pages.get(page.id), incident


async def note(database: Database, page: Page, target: str, clock: StoppedClock) -> None:
    async with database.writing() as uow:
        await note_published(uow, page, target, now=clock())


async def test_a_channel_that_is_made_while_the_last_target_gets_the_page_is_told(
    database: Database, clock: StoppedClock
) -> None:
    page, incident = await declared(database, clock)
    await note(database, page, "folder", clock)

    async with database.writing() as uow:
        await channel_was_made(uow, incident, "C0OWN", now=clock())
        noting = asyncio.create_task(note(database, page, "server", clock))
        await waits(database, noting)
    await noting

    async with database.reading() as uow:
        reply = await uow.replies.get(incident.last_update.id, "C0OWN")
    assert reply is not None
    assert reply.on_page_at == clock()


async def test_two_targets_that_get_the_page_at_once_tell_its_replies(database: Database, clock: StoppedClock) -> None:
    page, incident = await declared(database, clock)

    async with database.writing() as uow:
        await note_published(uow, page, "folder", now=clock())
        noting = asyncio.create_task(note(database, page, "server", clock))
        await waits(database, noting)
    await noting

    async with database.reading() as uow:
        reply = await uow.replies.get(incident.last_update.id, "C0INCIDENTS")
    assert reply is not None
    assert reply.on_page_at == clock()


async def test_processes_that_start_together_follow_a_page_once(database: Database, clock: StoppedClock) -> None:
    page, _ = await declared(database, clock)

    async def follow() -> None:
        async with database.writing() as uow:
            await uow.publications.follow(page.id, (*TARGETS, "bucket"), now=clock())

    async with database.writing() as uow:
        await uow.publications.follow(page.id, (*TARGETS, "bucket"), now=clock())
        following = asyncio.create_task(follow())
        await waits(database, following)
    await following

    async with database.reading() as uow:
        assert [each.target for each in await uow.publications.of_page(page.id)] == ["bucket", "folder", "server"]
