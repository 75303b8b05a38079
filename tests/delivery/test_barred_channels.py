"""Channels that do not let us in: what is owed waits there, each responder hears of it, and no other channel waits."""

import pytest

from bot.sandbox.faults import Loss, Lost, Refused, ServerError
from bot.sandbox.workspace import BOT_USER
from tests.delivery.desk import ARCHIVED, INCIDENTS, PRIVATE, Desk


async def test_a_private_channel_gets_everything_in_order_as_soon_as_we_are_invited(desk: Desk) -> None:
    number = await desk.declare(page="ops")
    await desk.update(number, "2")
    [told, *_] = await desk.sandbox.until(desk.told)
    assert told.startswith("Stormlamp can't post in <#C0OPS>")
    assert "INC-1 is saved, and the status page shows it. Type `/invite @Stormlamp` there" in told

    # No clock is moved: the invitation is what wakes the stream.
    await desk.postponed(PRIVATE)
    desk.sandbox.person("ada").invites_app("ops-private")
    [announcement] = await desk.sandbox.until(lambda: desk.announcements("ops-private"))
    await desk.sandbox.until(lambda: desk.thread(announcement, "ops-private") == ["1", "2"])


async def test_an_archived_channel_gets_everything_once_it_is_unarchived(desk: Desk) -> None:
    await desk.declare(page="old")
    [told] = await desk.sandbox.until(desk.told)
    assert "<#C0OLD> is archived. INC-1 is saved" in told
    await desk.postponed(ARCHIVED, attempts=1)
    desk.sandbox.channel("old").is_archived = False
    await desk.settled()
    [announcement] = desk.announcements("old")
    assert desk.thread(announcement, "old") == ["1"]


@pytest.mark.parametrize(
    ("error", "way_out"),
    [
        ("channel_not_found", "Type `/invite @Stormlamp` there"),
        ("not_in_channel", "Type `/invite @Stormlamp` there"),
        ("is_archived", "once the channel is unarchived"),
        ("restricted_action", "once Stormlamp may"),
        ("restricted_action_read_only_channel", "once Stormlamp may"),
    ],
)
async def test_each_bar_is_told_once_with_its_way_out(desk: Desk, error: str, way_out: str) -> None:
    desk.sandbox.faults.plan("*", Refused(error), times=None, channel=INCIDENTS)
    await desk.declare()
    for attempts in range(1, 4):
        await desk.skip_to((await desk.postponed(INCIDENTS, attempts=attempts)).due_at)
    [told] = desk.told()
    assert way_out in told
    desk.sandbox.faults.clear()
    await desk.settled()
    assert desk.thread(desk.announcements()[0]) == ["1"]


async def test_every_incident_in_a_barred_channel_is_told_of(desk: Desk) -> None:
    first = await desk.declare("Website slow", page="ops")
    await desk.sandbox.until(lambda: len(desk.told()) == 1)
    await desk.declare("API down", page="ops")
    await desk.skip_to((await desk.postponed(PRIVATE)).due_at)
    await desk.sandbox.until(lambda: len(desk.told()) == 2)
    await desk.update(first, "2")
    await desk.skip_to((await desk.postponed(PRIVATE, attempts=2)).due_at)
    await desk.sandbox.until(lambda: len(desk.told()) == 3)
    assert [text.partition(" is saved")[0][-5:] for text in desk.told()] == ["INC-1", "INC-2", "INC-1"]


async def test_a_bar_behind_another_failure_is_told_of_too(desk: Desk) -> None:
    desk.sandbox.faults.plan("chat.postMessage", ServerError(), channel=PRIVATE)
    await desk.declare(page="ops")
    await desk.skip_to((await desk.postponed(PRIVATE)).due_at)
    [told] = await desk.sandbox.until(desk.told)
    assert "/invite @Stormlamp" in told


async def test_a_public_channel_is_joined_to_look_for_a_lost_post_too(desk: Desk) -> None:
    assert BOT_USER not in desk.sandbox.channel("incidents").members
    desk.sandbox.faults.plan("chat.postMessage", Lost(Loss.BEFORE_THE_EFFECT))
    await desk.declare()
    await desk.settled()
    [announcement] = desk.announcements()
    assert (desk.thread(announcement), desk.told()) == (["1"], [])


async def test_a_public_channel_that_we_were_removed_from_is_joined_again(desk: Desk) -> None:
    number = await desk.declare()
    await desk.settled()
    desk.sandbox.channel("incidents").members.remove(BOT_USER)
    await desk.update(number, "2")
    await desk.settled()
    [announcement] = desk.announcements()
    assert (desk.thread(announcement), desk.told()) == (["1", "2"], [])
