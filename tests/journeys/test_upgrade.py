"""A database that the first release made goes on under this one."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from bot.sandbox.sandbox import Sandbox
from bot.slack.client import make_client
from storage.database import Database
from tests.delivery.desk import Desk, MovedClock, application_over
from tests.journeys import first_schema
from tests.journeys.first_schema import Posted
from tests.public_page import reader


async def stormlamp(*arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, stdout=asyncio.subprocess.PIPE, env=dict(os.environ)
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode()


async def post(sandbox: Sandbox) -> Posted:
    """What the first release has posted: two announcements with their replies."""
    client = make_client(sandbox.bot_token, sandbox.api_url)
    await client.conversations_join(channel=first_schema.CHANNEL)

    async def one(text: str, thread_ts: str | None = None) -> str:
        answer = await client.chat_postMessage(channel=first_schema.CHANNEL, text=text, thread_ts=thread_ts)
        return str(answer["ts"])

    first, second = await one("INC-1"), await one("INC-2")
    return Posted(
        announcements=(first, second),
        replies=(await one("Ada: Look.", first), await one("Ada: Over.", first), await one("Ada: Slow.", second)),
    )


async def rows(database: Database, metadata: MetaData) -> dict[str, list[tuple[Any, ...]]]:
    async with database.view() as connection:
        if not metadata.tables:
            await connection.run_sync(metadata.reflect)
        return {
            table.name: [tuple(row) for row in await connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
            if table.name != "alembic_version"
        }


async def test_a_database_of_the_first_release_is_upgraded_and_goes_on(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    clock, database, first_tables = MovedClock(), Database(empty_database_url), MetaData()
    async with Sandbox(clock=clock, rate_limits=False) as sandbox:
        await first_schema.fill(database, clock(), await post(sandbox))
        before = await rows(database, first_tables)

        assert (await stormlamp("migrate")).startswith("The database is at revision 00")

        assert await rows(database, first_tables) == before
        assert all(before.values())
        await database.close()
        desk = Desk(sandbox, application_over(sandbox, clock, database_url=empty_database_url), clock)
        async with desk.application.running(), reader(desk.application.url) as public:
            await desk.settled()
            first, second, third = desk.announcements()
            assert desk.thread(first) == ["Look.", "Over."]
            assert desk.thread(second) == ["Slow.", "Found."]
            assert desk.thread(third) == ["Late."]
            assert "API is slow" in second.text

            # Its days are counted beside the first look at it: 99.85 or 99.86 %, by the length of today.
            page = await desk.page_shows("/acme/", "99.8")
            assert all(title in page for title in ("Website was down", "API is slow", "Mail is late"))
            await stormlamp("incident", "resolve", "INC-2", "--message", "All is well.")
            await desk.settled()
            await desk.page_shows("/acme/", "All is well.")

            assert desk.thread(second) == ["Slow.", "Found.", "All is well."]
            summary = (await public.get("/acme/api/v2/summary.json")).json()
            assert [(each["name"], each["status"]) for each in summary["components"] if not each["group"]] == [
                ("API", "operational"),
                ("Website", "operational"),
            ]
            assert [each["name"] for each in summary["incidents"]] == ["Mail is late"]
