"""A channel of an incident's own: made once, kept current, archived when asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.sandbox.channel import Channel, Message
from bot.sandbox.deliveries import Kind
from bot.sandbox.faults import Fault, Loss, Lost, Refused, ServerError
from bot.sandbox.person import readable
from bot.sandbox.typed_text import unescaped
from tests.journeys.stage import Stage

NAME = "inc-1-website-loading-slowly"


async def made(stage: Stage, name: str = NAME) -> Channel:
    """The channel with that name, as soon as the incident is announced in it."""
    channels = stage.sandbox.workspace.channels
    found = await stage.sandbox.until(lambda: [c for c in channels.values() if c.name == name and c.history()])
    return found[0]


async def entered(stage: Stage, name: str = NAME) -> Channel:
    """The same, as soon as Ada is in it and its topic is set."""
    channel = await made(stage, name)
    await stage.sandbox.until(lambda: stage.ada.id in channel.members and channel.topic)
    return channel


async def its_channels(stage: Stage) -> list[str]:
    return [c.name for c in stage.sandbox.workspace.channels.values() if c.name.startswith("inc-")]


async def resolved(stage: Stage) -> None:
    form = await stage.form("/incident resolve INC-1 All is well.")
    assert (await form.submit()).is_accepted


async def test_an_incident_gets_a_channel_with_a_topic_a_bookmark_and_the_responders(stage: Stage) -> None:
    announcement = await stage.declare()
    await stage.ada.types("/incident lead INC-1 @cleo")

    await stage.person("bob").types("/incident channel INC-1")

    await stage.person("bob").is_told("A channel for INC-1 is being made")
    channel = await made(stage)
    await stage.sandbox.until(lambda: {"U0ADA", "U0BOB", "U0CLEO"} <= channel.members)
    assert not channel.is_private
    assert channel.topic.startswith("🔴 Investigating · Website loading slowly · http")
    assert [bookmark["title"] for bookmark in channel.bookmarks] == ["On the status page of Acme"]
    assert channel.bookmarks[0]["link"] in channel.topic
    await stage.sandbox.until(lambda: f"Channel: <#{channel.id}>" in readable(announcement))


async def test_what_happens_is_told_in_both_places(stage: Stage) -> None:
    announcement = await stage.declare()
    await stage.ada.types("/incident channel INC-1")
    channel = await entered(stage)
    own = channel.history()[0]

    form = await stage.form("/incident status monitoring A fix is in.", channel=NAME)
    assert (await form.submit()).is_accepted

    assert "A fix is in." in readable(await stage.reply(announcement, 2))
    replies: list[Message] = await stage.sandbox.until(lambda: channel.replies(own.ts)[1:])
    assert "A fix is in." in readable(replies[0])
    await stage.sandbox.until(lambda: "Monitoring" in readable(own))
    await stage.sandbox.until(lambda: channel.topic.startswith("🔵 Monitoring"))


async def test_whoever_takes_the_lead_later_is_invited(stage: Stage) -> None:
    await stage.declare()
    await stage.ada.types("/incident channel INC-1")
    channel = await made(stage)

    await stage.ada.types("/incident lead INC-1 @bob")

    await stage.sandbox.until(lambda: "U0BOB" in channel.members)


async def test_a_name_that_is_taken_or_archived_gets_a_number(stage: Stage) -> None:
    for number, is_archived in enumerate((False, True)):
        name = NAME if number == 0 else f"{NAME}-2"
        stage.sandbox.workspace.channels[f"C{number}"] = Channel(id=f"C{number}", name=name, is_archived=is_archived)
    await stage.declare()

    await stage.ada.types("/incident channel INC-1")

    await made(stage, f"{NAME}-3")


async def test_asked_for_twice_it_is_made_once(stage: Stage) -> None:
    await stage.declare()
    await stage.ada.types("/incident channel INC-1")
    await stage.sandbox.deliveries.redeliver(stage.sandbox.deliveries.last(Kind.COMMAND))
    channel = await made(stage)

    await stage.person("bob").types("/incident channel INC-1")

    await stage.person("bob").is_told(f"INC-1 has its channel: <#{channel.id}>")
    assert await its_channels(stage) == [NAME]


@pytest.mark.parametrize("fault", [Lost(Loss.AFTER_THE_EFFECT), Lost(Loss.BEFORE_THE_EFFECT), ServerError()])
@pytest.mark.parametrize("private", ["", " private"])
async def test_an_answer_that_got_lost_makes_no_second_channel(stage: Stage, fault: Fault, private: str) -> None:
    await stage.declare()
    stage.sandbox.faults.plan("conversations.create", fault)

    await stage.ada.types(f"/incident channel INC-1{private}")

    channel = await made(stage)
    assert channel.is_private == bool(private)
    assert await its_channels(stage) == [NAME]


@pytest.mark.parametrize("error", ["missing_scope", "restricted_action", "cannot_create_channel"])
async def test_a_private_channel_that_can_not_be_made_never_becomes_a_public_one(stage: Stage, error: str) -> None:
    await stage.declare()
    stage.sandbox.faults.plan("conversations.create", Refused(error))

    await stage.ada.types("/incident channel INC-1 private")

    await stage.ada.is_told("INC-1 has no private channel of its own", "No public one was made instead.")
    assert await its_channels(stage) == []
    await stage.ada.types("/incident channel INC-1 private")
    assert (await made(stage)).is_private


async def test_a_private_channel_is_not_named_in_the_public_announcement(stage: Stage) -> None:
    announcement = await stage.declare()
    await stage.ada.types("/incident channel INC-1 private")
    channel = await made(stage)

    await stage.ada.types("/incident lead INC-1 @bob")

    await stage.sandbox.until(lambda: "Lead: <@U0BOB>" in readable(announcement))
    assert channel.id not in readable(announcement)


async def test_what_slack_does_not_let_us_furnish_holds_up_no_update(stage: Stage) -> None:
    for method in ("conversations.setTopic", "bookmarks.list", "conversations.invite"):
        stage.sandbox.faults.plan(method, Refused("missing_scope"), times=None)
    await stage.declare()
    await stage.ada.types("/incident channel INC-1")
    channel = await made(stage)

    form = await stage.form("/incident update INC-1 We know more.")
    assert (await form.submit()).is_accepted

    await stage.sandbox.until(lambda: channel.replies(channel.history()[0].ts)[1:])


async def test_it_is_archived_when_asked_for_after_the_resolution(stage: Stage) -> None:
    announcement = await stage.declare()
    await stage.ada.types("/incident channel INC-1")
    channel = await entered(stage)
    await stage.ada.types("/incident archive", NAME)
    await stage.ada.is_told("INC-1 is open: its channel is archived after it is resolved.")
    await resolved(stage)
    await stage.sandbox.until(lambda: channel.topic.startswith("✅ Resolved"))

    await stage.ada.types("/incident archive", NAME)

    await stage.sandbox.until(lambda: channel.is_archived)
    await stage.sandbox.until(lambda: "Channel:" not in readable(announcement))
    form = await stage.form("/incident reopen INC-1 It is back.")
    assert (await form.submit()).is_accepted
    assert "It is back." in readable(await stage.reply(announcement, 3))
    await stage.ada.types("/incident channel INC-1")
    assert not (await made(stage, f"{NAME}-2")).is_archived
    async with stage.application.database.reading() as uow:
        assert (await uow.outbox.state()).stuck == {}


async def test_there_is_nothing_to_archive_where_no_channel_was_made(stage: Stage) -> None:
    await stage.declare()

    await stage.ada.types("/incident archive INC-1")

    await stage.ada.is_told("INC-1 has no channel of its own that could be archived.")


async def test_a_guest_can_not_have_one_made(stage: Stage) -> None:
    await stage.declare()

    await stage.person("gus").types("/incident channel INC-1")

    await stage.person("gus").is_told("You are a guest")
    assert await its_channels(stage) == []


@pytest.mark.parametrize("read", [str, unescaped])
async def test_a_topic_has_no_mark_up_and_is_set_once_however_slack_gives_it_back(
    stage: Stage, read: Callable[[str], str]
) -> None:
    announcement = await stage.declare("R&D: <EU> is slow")
    await stage.ada.types("/incident channel INC-1")
    channel = await stage.sandbox.until(
        lambda: next((each for each in stage.sandbox.workspace.channels.values() if each.topic), None)
    )
    assert channel is not None
    channel.topic = read(channel.topic)
    before = channel.topic
    assert "R&amp;D: ‹EU› is slow" in before or "R&D: ‹EU› is slow" in before

    form = await stage.form("/incident update INC-1 Still slow.")
    assert (await form.submit()).is_accepted
    await stage.reply(announcement, 2)
    await stage.nothing_owed()

    assert channel.topic == before


async def test_an_internal_incident_has_no_link_at_its_top_until_it_is_published(stage: Stage) -> None:
    form = await stage.form("/incident new Website loading slowly")
    form.fill("Message", "Only for us.")
    await form.choose("Publish to the status page now")
    assert (await form.submit()).is_accepted
    await stage.ada.types("/incident channel INC-1")
    channel = await made(stage)
    await stage.sandbox.until(lambda: channel.topic)
    assert channel.topic == "🔴 Investigating · Website loading slowly · not on the status page"
    assert channel.bookmarks == []

    form = await stage.form("/incident publish INC-1 The website is slow.")
    assert (await form.submit()).is_accepted

    await stage.sandbox.until(lambda: channel.bookmarks)
    assert "http" in channel.topic


async def test_a_tick_in_the_declare_form_asks_for_it(stage: Stage) -> None:
    form = await stage.form("/incident new Website loading slowly")
    form.fill("Message", "We are looking into it.")
    await form.choose("A channel of its own", "Open a channel for it")
    assert (await form.submit()).is_accepted

    channel = await entered(stage)

    replies: list[Message] = await stage.sandbox.until(lambda: channel.replies(channel.history()[0].ts))
    assert "We are looking into it." in readable(replies[0])
    await stage.sandbox.until(lambda: "On the page" in readable(replies[0]))


async def test_without_the_tick_there_is_none(stage: Stage) -> None:
    await stage.declare()

    async with stage.application.database.reading() as uow:
        assert await uow.dedicated_channels.of_incident(1) is None
