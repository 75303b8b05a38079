"""A channel that is tied to a page hears of its incidents, beside the page's own."""

from __future__ import annotations

import pytest

from bot.sandbox.channel import Message
from bot.sandbox.deliveries import Delivery, Kind
from bot.sandbox.person import readable
from tests.journeys.stage import Stage


async def announced(stage: Stage, channel: str, title: str = "Website loading slowly") -> Message:
    """The announcement in that channel, as soon as it is there."""
    found = await stage.sandbox.until(
        lambda: [each for each in stage.sandbox.messages(channel) if title in readable(each)]
    )
    return found[0]


async def test_an_incident_is_announced_in_every_tied_channel_with_a_thread_of_its_own(stage: Stage) -> None:
    await stage.ada.types("/incident page link acme", "#general")
    await stage.ada.is_told("The incidents of Acme are announced here, too.")

    await stage.declare()
    beside = await announced(stage, "general")
    await stage.sandbox.until(lambda: len(stage.sandbox.thread("general", beside)) == 1)
    form = await stage.form("/incident status monitoring A fix is in.", channel="#general")
    assert (await form.submit()).is_accepted

    await stage.sandbox.until(lambda: len(stage.sandbox.thread("general", beside)) == 2)
    await stage.sandbox.until(lambda: "Monitoring" in readable(beside))
    assert "A fix is in." in readable(stage.sandbox.thread("general", beside)[1])


async def test_what_is_open_is_announced_when_a_channel_is_tied(stage: Stage) -> None:
    await stage.declare()

    await stage.ada.types("/incident page link ACME", "#general")

    await announced(stage, "general")


async def test_an_untied_channel_hears_of_no_new_incident(stage: Stage) -> None:
    await stage.ada.types("/incident page link", "#general")
    await stage.ada.is_told("are announced here, too")
    await stage.ada.types("/incident page unlink acme", "#general")
    await stage.ada.is_told("not announced here any more")

    await stage.declare()

    async with stage.application.database.reading() as uow:
        assert [each.channel for each in await uow.announcements.of_incident(1)] == ["C0INCIDENTS"]


async def test_a_private_channel_that_the_bot_is_not_in_has_to_invite_it_first(stage: Stage) -> None:
    await stage.ada.types("/incident page link acme", "ops-private")
    await stage.ada.is_told("/invite @Stormlamp")

    stage.ada.invites_app("ops-private")
    await stage.ada.types("/incident page link acme", "ops-private")

    await stage.ada.is_told("The incidents of Acme are announced here, too.")


async def test_a_channel_that_was_untied_stays_so_when_the_first_command_comes_again(stage: Stage) -> None:
    await stage.ada.types("/incident page link acme", "#general")
    await stage.ada.is_told("are announced here, too")
    linked = stage.sandbox.deliveries.last(Kind.COMMAND)
    await stage.ada.types("/incident page unlink acme", "#general")
    await stage.ada.is_told("not announced here any more")
    unlinked = stage.sandbox.deliveries.last(Kind.COMMAND)

    assert await channels_after(stage, linked) == []

    await stage.ada.types("/incident page link acme", "#general")
    await stage.sandbox.until(lambda: told(stage, "are announced here, too") == 3)
    assert await channels_after(stage, unlinked) == ["C0GENERAL"]


async def channels_after(stage: Stage, delivery: Delivery) -> list[str]:
    """Those that are tied when it was delivered once more, and answered."""
    before = len(stage.ada.messages_for_me())
    await stage.sandbox.deliveries.redeliver(delivery)
    await stage.sandbox.until(lambda: len(stage.ada.messages_for_me()) > before)
    async with stage.application.database.reading() as uow:
        return list(await uow.pages.channels_beside((await uow.pages.by_slug("acme")).id))


def told(stage: Stage, words: str) -> int:
    return len([message for message in stage.ada.messages_for_me() if words in readable(message)])


@pytest.mark.parametrize(
    ("person", "command", "channel", "sentence"),
    [
        ("ada", "/incident page link nope", "#general", "There is no status page “nope”. There are: acme."),
        ("ada", "/incident page link acme", "shared-acme", "shared with another organisation"),
        ("ada", "/incident page link acme", "@stormlamp", "nothing is announced in a direct message"),
        ("bob", "/incident page link acme", "#general", "Only admins of this workspace"),
        ("gus", "/incident page link acme", "#general", "You are a guest"),
        ("ada", "/incident page unlink acme", "#incidents", "It is the own channel of “Acme”."),
    ],
)
async def test_a_channel_is_not_tied_where_that_can_not_be(
    stage: Stage, person: str, command: str, channel: str, sentence: str
) -> None:
    await stage.person(person).types(command, channel)

    await stage.person(person).is_told(sentence)
    async with stage.application.database.reading() as uow:
        assert not await uow.pages.channels_beside((await uow.pages.by_slug("acme")).id)


async def test_a_handoff_is_asked_for_where_the_incident_is_worked_on(stage: Stage) -> None:
    await stage.ada.types("/incident page link acme", "#general")
    await stage.ada.is_told("are announced here, too")
    await stage.declare()

    await stage.ada.types("/incident handoff INC-1 @bob", "#general")

    announcement = stage.sandbox.messages("incidents")[0]
    assert "asks you to lead INC-1" in readable(await stage.reply(announcement, 2))


async def test_the_form_that_a_tied_channel_opens_is_about_its_page(stage: Stage) -> None:
    await stage.add_page("beta")
    await stage.ada.types("/incident page link beta", "#general")
    await stage.ada.is_told("The incidents of Beta are announced here, too.")

    form = await stage.form("/incident new Slow", channel="#general")

    assert form.value("Status page") == "Beta"


@pytest.mark.parametrize("verb", ["link", "unlink"])
async def test_which_page_is_asked_where_there_are_several(stage: Stage, verb: str) -> None:
    await stage.add_page("beta")

    await stage.ada.types(f"/incident page {verb}", "#general")

    await stage.ada.is_told("Say which page is meant, behind the command. There are: acme, beta.")
