"""The database fails while people work: what they read then, and what stands in Slack and on the page in the end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.channel import Message
from bot.sandbox.person import readable
from tests.full_disk import full_disk
from tests.journeys.stage import Stage, staged
from tests.postgresql import PostgreSQL, running
from tests.silent_proxy import SilentDatabase


async def test_a_full_disk_refuses_the_form_keeps_what_was_typed_and_loses_nothing(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        announcement = await stage.declare()
        long = "We look into it… " * 150 + "…" * 400  # more than a page of the file

        with full_disk(stage.application.database):
            form = await stage.form("/incident update INC-1")
            form.fill("Message", long)
            refused = await form.submit()
            assert refused.errors == {
                "message": "Not saved: The database's disk is full. Nothing was saved; make room, then try again. "
                "Nothing you typed is lost; press the button again."
            }
            assert form.value("Message") == long
            assert (await stage.summary())["incidents"][0]["incident_updates"][0]["body"] == "We are looking into it."

        assert (await form.submit()).is_accepted
        await _stands_once(stage, announcement, long)


@pytest.fixture
def postgresql_of_its_own() -> Iterator[PostgreSQL]:
    with running() as server:
        yield server


async def test_a_database_that_is_away_refuses_the_form_keeps_the_page_up_and_loses_nothing(
    tmp_path: Path, postgresql_of_its_own: PostgreSQL
) -> None:
    url = (await postgresql_of_its_own.new_database()).render_as_string(hide_password=False)
    async with staged(tmp_path, database_url=url) as stage:
        announcement = await stage.declare()
        form = await stage.form("/incident update INC-1 More is known.")

        await asyncio.to_thread(postgresql_of_its_own.stop)
        refused = await form.submit()
        assert refused.errors == {
            "message": "Not saved: The database does not answer. Try again in a moment. "
            "Nothing you typed is lost; press the button again."
        }
        assert form.value("Message") == "More is known."
        readiness = (await stage.public.get("/readyz")).json()
        assert (readiness["database"], readiness["slack"]) == (False, True)
        assert (await stage.summary())["incidents"][0]["incident_updates"][0]["body"] == "We are looking into it."
        await asyncio.to_thread(postgresql_of_its_own.start)

        assert (await form.submit()).is_accepted
        await _stands_once(stage, announcement, "More is known.")


@pytest.mark.parametrize("database_kind", ["postgresql"])
async def test_a_database_that_falls_silent_leaves_nobody_waiting_for_a_form_or_a_list(
    tmp_path: Path, database_url: str
) -> None:
    async with SilentDatabase(database_url).running() as proxy, staged(tmp_path, database_url=proxy.url) as stage:
        announcement = await stage.declare()

        proxy.silence(new_ones=True)
        await stage.ada.types("/incident update INC-1 More is known.")
        told = await stage.ada.is_told("The form did not open", "The database or Slack took too long.")
        await stage.ada.types("/incident list")
        sentence = "The database or Slack took too long. Try again in a moment."
        await stage.sandbox.until(lambda: sentence in [each.text for each in stage.ada.messages_for_me()], 15)
        await stage.ada.uses_shortcut("post_to_status_page", "#incidents", announcement)
        messages = await stage.sandbox.until(lambda: m if len(m := stage.ada.messages_for_me()) == 3 else [])
        proxy.speak()

        await stage.ada.presses(messages[-1], "Open the form")
        form = await stage.ada.modal()
        assert "loading slowly" in form.value("Message")
        await form.close()
        await stage.ada.presses(told, "Open the form")
        assert (await stage.ada.modal()).value("Message") == "More is known."


async def _stands_once(stage: Stage, announcement: Message, text: str) -> None:
    reply = await stage.reply(announcement, 2)
    await stage.sandbox.until(lambda: "On the page" in readable(reply), 30)
    await stage.page_shows(lambda html: text.strip() in html)
    assert text.strip() in reply.text
    assert len(stage.sandbox.thread("incidents", announcement)) == 2
