"""What somebody who may not act learns from being refused: nothing of what is internal."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.sandbox.person import readable
from bot.sandbox.user import UserKind
from tests.conftest import StoppedClock
from tests.journeys.stage import Stage, staged

REFUSED_TO_GUESTS = (
    *("lead", "lead INC-7", "handoff", "note It is the database.", "note INC-7 It is the database."),
    *("channel", "channel INC-1", "archive", "archive INC-1", "timeline", "postmortem INC-7", "stats"),
    *("update", "page link nope", "page unlink nope"),
)


async def test_a_guest_learns_of_no_incident_from_a_refused_command(stage: Stage) -> None:
    await stage.declare("One")
    await stage.ada.types("/incident channel INC-1")
    await stage.ada.is_told("A channel for INC-1 is being made")
    await stage.declare("Two")
    guest = stage.person("gus")

    def refusals() -> int:
        return sum("You are a guest in this workspace." in readable(told) for told in guest.messages_for_me())

    for count, command in enumerate(REFUSED_TO_GUESTS, start=1):
        await guest.types(f"/incident {command}")
        await stage.sandbox.until(partial(lambda count: refusals() == count, count))

    assert not [text for text in map(readable, guest.messages_for_me()) if "INC-" in text or "C0" in text]


@pytest.fixture
async def later(tmp_path: Path, clock: StoppedClock) -> AsyncIterator[Stage]:
    """Where Slack's word about people is believed for as long as the test says."""
    async with staged(tmp_path, clock=clock) as stage:
        yield stage


@pytest.mark.parametrize(
    ("command", "button"), [("update INC-1 Is it over?", "Preview"), ("new Slow too", "Update INC-1 instead")]
)
async def test_an_open_form_tells_nothing_new_to_who_may_act_no_more(
    later: Stage, clock: StoppedClock, command: str, button: str
) -> None:
    await later.declare("Slow")
    bob = later.person("bob")
    form = await later.form(f"/incident {command}", by="bob")
    form.fill("Message", "Is it over?")
    before = form.view.content
    users = later.sandbox.workspace.users
    users[bob.id] = replace(users[bob.id], kind=UserKind.GUEST)
    clock.forward(minutes=10)

    await form.presses(button)

    assert "You are a guest in this workspace." in (await bob.modal(title="Stormlamp")).text
    assert form.view.content == before


async def test_a_form_that_is_sent_with_another_update_tells_nothing_to_who_may_act_no_more(
    later: Stage, clock: StoppedClock
) -> None:
    announcement = await later.declare("Slow")
    update = await later.form("/incident update INC-1 Found it.")
    assert (await update.submit()).is_accepted
    await later.reply(announcement, 2)
    bob = later.person("bob")
    form = await later.form("/incident correct INC-1", by="bob")
    users = later.sandbox.workspace.users
    users[bob.id] = replace(users[bob.id], kind=UserKind.GUEST)
    clock.forward(minutes=10)
    await form.choose("Update", form.options("Update")[-1])
    await (await bob.modal(title="Stormlamp")).close()

    [sentence] = (await form.submit()).errors.values()

    assert sentence.startswith("You are a guest in this workspace.")
