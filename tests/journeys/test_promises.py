"""“Next update in”: what the public is promised, and who is reminded of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.channel import Message
from bot.sandbox.deliveries import Kind
from bot.sandbox.person import buttons_of, readable
from tests.conftest import StoppedClock
from tests.journeys.stage import Stage, staged


@pytest.fixture
async def stage(tmp_path: Path, clock: StoppedClock) -> AsyncIterator[Stage]:
    clock.now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    async with staged(tmp_path, clock=clock) as stage:
        yield stage


async def pass_time(stage: Stage, clock: StoppedClock, *, minutes: float) -> None:
    clock.forward(minutes=minutes)
    stage.application.database.changes.tell()


async def promise(stage: Stage, length: str) -> Message:
    announcement = await stage.declare("Slow", "We are looking into it.")
    form = await stage.form("/incident update INC-1 We know more.")
    await form.choose("Next update in", length)
    assert (await form.submit()).is_accepted
    await stage.reply(announcement, 2)
    return announcement


async def test_a_promise_is_on_the_page_and_the_thread_is_reminded_twice(stage: Stage, clock: StoppedClock) -> None:
    announcement = await promise(stage, "30 min")
    page = await stage.page_shows(lambda html: "Next update by" in html)
    assert "14:30 UTC" in page

    await pass_time(stage, clock, minutes=25)
    soon = await stage.reply(announcement, 3)
    assert "due in five minutes" in readable(soon)
    assert "ada posted last" in readable(soon)
    assert buttons_of(soon) == ["Post update", "Snooze 15 min", "Snooze 30 min", "Snooze 60 min"]

    await pass_time(stage, clock, minutes=5)
    assert "is due, promised for" in readable(await stage.reply(announcement, 4))


async def test_a_snoozed_reminder_comes_again_later(stage: Stage, clock: StoppedClock) -> None:
    announcement = await promise(stage, "15 min")
    await pass_time(stage, clock, minutes=15)
    await stage.reply(announcement, 4)
    due = next(reply for reply in stage.sandbox.thread("incidents", announcement) if "is due" in readable(reply))

    await stage.ada.presses(due, "Snooze 30 min")
    await stage.ada.is_told("INC-1: you are reminded again at")
    await pass_time(stage, clock, minutes=30)

    assert "is due" in readable(await stage.reply(announcement, 5))


async def test_a_snooze_that_is_delivered_twice_puts_the_reminder_off_once(stage: Stage, clock: StoppedClock) -> None:
    announcement = await promise(stage, "15 min")
    await pass_time(stage, clock, minutes=10)
    await stage.ada.presses(await stage.reply(announcement, 3), "Snooze 30 min")
    await stage.ada.is_told("INC-1: you are reminded again at", "14:40 UTC")
    before = len(stage.ada.messages_for_me())
    clock.forward(minutes=5)

    await stage.sandbox.deliveries.redeliver(stage.sandbox.deliveries.last(Kind.INTERACTION, "block_actions"))

    await stage.sandbox.until(lambda: len(stage.ada.messages_for_me()) > before)
    assert "14:40 UTC" in readable(stage.ada.messages_for_me()[-1])
    async with stage.application.database.reading() as uow:
        assert [act.act for act in await uow.audit.latest(limit=10)].count("snooze") == 1


async def test_an_update_takes_the_reminders_back(stage: Stage, clock: StoppedClock) -> None:
    announcement = await promise(stage, "30 min")
    form = await stage.form("/incident resolve INC-1 All is well.")
    assert (await form.submit()).is_accepted
    await stage.reply(announcement, 3)

    await pass_time(stage, clock, minutes=60)
    form = await stage.form("/incident update INC-1 A last word.")
    assert (await form.submit()).is_accepted

    last = await stage.reply(announcement, 4)
    assert "A last word." in readable(last)


async def test_a_guest_can_not_snooze(stage: Stage, clock: StoppedClock) -> None:
    announcement = await promise(stage, "15 min")
    await pass_time(stage, clock, minutes=10)
    soon = await stage.reply(announcement, 3)

    await stage.person("gus").presses(soon, "Snooze 60 min")

    await stage.person("gus").is_told("You are a guest in this workspace.")


async def test_a_reminder_comes_though_somebody_has_deleted_the_announcement(stage: Stage, clock: StoppedClock) -> None:
    announcement = await promise(stage, "30 min")
    await stage.sandbox.until(lambda: "Next update by" in readable(announcement))
    stage.sandbox.channel("incidents").messages.clear()

    await pass_time(stage, clock, minutes=25)

    anew = (await stage.sandbox.until(lambda: stage.sandbox.messages("incidents")))[0]
    assert readable(anew) == readable(announcement)
    assert "due in five minutes" in readable(await stage.reply(anew, 1))
