"""What Slack does wrong: what is kept, who is told, and what stands in the channel in the end."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.blocks.mrkdwn import escape
from bot.domain.incident import IncidentStatus
from bot.sandbox.channel import Message
from bot.sandbox.faults import Fault, Loss, Lost, RateLimited, Refused, ServerError, Slow
from bot.sandbox.person import readable
from bot.slack import client
from tests.delivery.desk import GENERAL, INCIDENTS, PRIVATE, Desk, opened, says

POST, UPDATE = "chat.postMessage", "chat.update"
BEFORE, AFTER = Lost(Loss.BEFORE_THE_EFFECT), Lost(Loss.AFTER_THE_EFFECT)
ONE_OF_TWO_POSTS = [(nth, fault) for nth in (1, 2) for fault in (BEFORE, AFTER)]


async def test_a_rate_limit_holds_its_own_stream_for_as_long_as_slack_says(desk: Desk) -> None:
    desk.sandbox.faults.plan(POST, RateLimited(17), channel=INCIDENTS)
    before = desk.clock()
    await desk.declare()
    await desk.declare(page="beta")
    head = await desk.postponed(INCIDENTS)
    assert timedelta(seconds=17) <= head.due_at - before < timedelta(seconds=20)
    [beta] = await desk.sandbox.until(lambda: desk.announcements("general"))
    await desk.sandbox.until(lambda: desk.thread(beta, "general") == ["1"])
    assert desk.announcements() == []

    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1"]


@pytest.mark.parametrize("retry_after", ["", "0", "-5", "soon", "nan", "inf", "1e18", "1" * 30])
async def test_a_limit_without_an_end_is_waited_for_longer_each_time(desk: Desk, retry_after: str) -> None:
    desk.sandbox.faults.plan(POST, RateLimited(retry_after), times=3, channel=INCIDENTS)
    await desk.declare()
    waits = []
    for attempts in (1, 2, 3):
        before = desk.clock()
        head = await desk.postponed(INCIDENTS, attempts=attempts)
        waits.append(head.due_at - before)
        await desk.skip_to(head.due_at)

    assert all(timedelta(seconds=2**nth / 2) <= wait < timedelta(seconds=2**nth + 2) for nth, wait in enumerate(waits))
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1"]


async def test_an_edit_that_slack_wants_later_holds_back_no_reply(desk: Desk) -> None:
    number = await _announced(desk)
    [announcement] = desk.announcements()
    desk.sandbox.faults.plan(UPDATE, RateLimited(40), times=None)
    await desk.update(number, "2", IncidentStatus.IDENTIFIED)
    await desk.postponed(INCIDENTS)
    await desk.update(number, "3", IncidentStatus.MONITORING)

    await desk.sandbox.until(lambda: desk.thread(announcement) == ["1", "2", "3"])
    assert "Investigating" in readable(announcement)
    desk.sandbox.faults.clear()
    await desk.settled()
    assert "Monitoring" in readable(desk.announcements()[0])


@pytest.mark.parametrize(
    "fault",
    [ServerError(503), ServerError(500, "internal_error"), ServerError(502, "invalid_auth"), Refused("fatal_error")],
)
async def test_what_slack_fails_at_is_posted_once_it_works_again(desk: Desk, fault: Fault) -> None:
    desk.sandbox.faults.plan(POST, fault, times=4)
    number = await desk.declare()
    await desk.update(number, "2")
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", "2"]
    assert desk.told() == []


@pytest.mark.parametrize(("nth", "fault"), ONE_OF_TWO_POSTS)
async def test_a_post_whose_answer_is_lost_stands_once(desk: Desk, nth: int, fault: Fault) -> None:
    if nth == 2:
        number = await _announced(desk)
        desk.sandbox.faults.plan(POST, fault)
        await desk.update(number, "2")
    else:
        desk.sandbox.faults.plan(POST, fault)
        await desk.update(await desk.declare(), "2")
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", "2"]


@pytest.mark.parametrize("nth", [1, 2])
async def test_a_post_that_slack_takes_too_long_to_answer_stands_once(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    # Ten seconds are long for a test.
    monkeypatch.setattr(client, "CALL_TIMEOUT", 1)
    async with opened(tmp_path, database_url=database_url) as desk, desk.application.running():
        never = Slow(asyncio.Event())
        if nth == 2:
            number = await _announced(desk)
            desk.sandbox.faults.plan(POST, never, channel=INCIDENTS)
            await desk.update(number, "2")
        else:
            desk.sandbox.faults.plan(POST, never, channel=INCIDENTS)
            await desk.update(await desk.declare(), "2")
        head = await desk.postponed(INCIDENTS)
        assert (head.last_error, head.unclear) == ("Slack did not answer.", True)
        await desk.settled()
        [announcement] = desk.announcements()
        assert (desk.thread(announcement), desk.told()) == (["1", "2"], [])
        never.released.set()


async def test_a_reply_is_adopted_though_reading_back_fails_at_first(desk: Desk) -> None:
    number = await _announced(desk)
    desk.sandbox.faults.plan(POST, AFTER)
    desk.sandbox.faults.plan("conversations.replies", ServerError())
    desk.sandbox.faults.plan("conversations.replies", RateLimited(3))
    await desk.update(number, "2")
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", "2"]


async def test_an_adopted_reply_says_in_the_end_that_the_page_has_it(desk: Desk) -> None:
    number = await _announced(desk)
    desk.sandbox.faults.plan(POST, AFTER)
    await desk.update(number, "2")
    await desk.settled()
    [announcement] = desk.announcements()
    assert "On the page" in readable(desk.sandbox.thread("incidents", announcement)[1])


async def test_an_edit_whose_answer_is_lost_shows_the_newest_in_the_end(desk: Desk) -> None:
    number = await _announced(desk)
    desk.sandbox.faults.plan(UPDATE, BEFORE)
    desk.sandbox.faults.plan(UPDATE, AFTER)
    await desk.update(number, "2", IncidentStatus.IDENTIFIED)
    await desk.settled()
    assert "Identified" in readable(desk.announcements()[0])


async def test_a_message_that_slack_can_never_take_is_set_aside_and_its_responder_told(desk: Desk) -> None:
    number = await _announced(desk)
    desk.sandbox.faults.plan(POST, Refused("invalid_blocks"), times=3, channel=INCIDENTS)
    await desk.update(number, "2")
    await desk.update(number, "3")
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", "3"]
    [told] = await desk.sandbox.until(desk.told)
    assert told.startswith(
        "A message about INC-1 could not be posted in <#C0INCIDENTS>: Slack does not take the message as it is: that "
        "is a defect of Stormlamp, please report it (invalid_blocks). INC-1 is saved, and the status page shows it."
    )
    assert told.endswith("once that is mended: `stormlamp outbox list`.")
    [left] = await desk.rows()
    assert (left.kind, left.last_error, left.set_aside_at is None) == ("post_reply", "invalid_blocks", False)


async def test_a_passing_refusal_of_a_message_sets_nothing_aside(desk: Desk) -> None:
    desk.sandbox.faults.plan(POST, Refused("invalid_blocks"), times=2)
    await desk.declare()
    await desk.settled()
    [announcement] = desk.announcements()
    assert (desk.thread(announcement), await desk.rows(), desk.told()) == (["1"], [], [])


@pytest.mark.parametrize("message", ["-", ">", "#", "1.", "[]()", "[x]: http://example.com"])
async def test_a_message_of_which_markdown_would_show_nothing_is_shown_as_it_was_typed(
    desk: Desk, message: str
) -> None:
    await desk.update(await desk.declare(), message)
    await desk.declare()
    await desk.settled()
    first, second = desk.announcements()
    shown = escape(message)
    assert (shown in readable(first), desk.thread(first)[-1], desk.thread(second)) == (True, shown, ["1"])


@pytest.mark.parametrize(
    "outage",
    [
        *(ServerError(), ServerError(200), ServerError(403), AFTER, RateLimited(2)),
        *(Refused("token_revoked"), Refused("rate_limited"), Refused("message_limit_exceeded")),
    ],
)
async def test_no_outage_counts_as_a_refusal(desk: Desk, outage: Fault) -> None:
    number = await _announced(desk)
    for fault in (outage, outage, Refused("invalid_blocks"), outage, Refused("invalid_blocks"), outage):
        desk.sandbox.faults.plan("*", fault, channel=INCIDENTS)
    await desk.update(number, "2")
    await desk.settled()
    [announcement] = desk.announcements()
    assert (desk.thread(announcement), await desk.rows(), desk.told()) == (["1", "2"], [], [])


async def test_a_third_refusal_is_the_last_whatever_failed_between(desk: Desk) -> None:
    number = await _announced(desk)
    refused = Refused("invalid_blocks")
    faults: list[Fault] = [ServerError(), refused, RateLimited(2), refused, BEFORE, refused]
    for fault in faults:
        desk.sandbox.faults.plan(POST, fault, channel=INCIDENTS)
    await desk.update(number, "2")
    await desk.settled()
    [left] = await desk.rows()
    assert (left.refusals, left.set_aside_at is None) == (3, False)


async def test_a_refused_announcement_is_posted_with_the_reply_that_follows(desk: Desk) -> None:
    desk.sandbox.faults.plan(POST, Refused("invalid_blocks"), times=3)
    await desk.declare()
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1"]


@pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "account_inactive"])
async def test_a_token_that_slack_refuses_is_named_by_the_doctor_and_loses_nothing(desk: Desk, error: str) -> None:
    desk.sandbox.faults.plan("*", Refused(error), times=None)
    number = await desk.declare()
    await desk.update(number, "2")
    await desk.declare(page="beta")
    for attempts in range(1, 6):
        head = await desk.postponed(INCIDENTS, attempts=attempts)
        await desk.skip_to(head.due_at)
    findings = {finding.subject: finding for finding in await desk.application.doctor()}
    assert f"Slack refuses the token: install the app again and set SLACK_BOT_TOKEN ({error})" in (
        findings["Owed to Slack"].detail
    )
    assert findings["Slack token"].detail == f"refused: {error}"
    desk.sandbox.faults.clear()
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", "2"]
    assert len(desk.announcements("general")) == 1
    assert (await desk.rows(), desk.told()) == ([], [])


async def test_a_stream_keeps_its_order_through_failures(desk: Desk) -> None:
    faults: list[Fault] = [ServerError(), AFTER, RateLimited(2), BEFORE, Refused("fatal_error"), AFTER]
    for fault in faults:
        desk.sandbox.faults.plan(POST, fault)
    number = await desk.declare()
    messages = [str(position) for position in range(2, 9)]
    for message in messages:
        await desk.update(number, message)
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", *messages]


async def test_edits_of_an_announcement_that_queue_up_become_one(desk: Desk) -> None:
    number = await _announced(desk)
    desk.sandbox.faults.plan(POST, RateLimited(5), channel=INCIDENTS)
    for message in ("2", "3", "4"):
        await desk.update(number, message)
    await desk.postponed(INCIDENTS)
    await desk.settled()
    [announcement] = desk.announcements()
    assert "4" in readable(announcement)
    # A reply that is posted before the page shows its update is edited once it does.
    replies = [each for each in desk.sandbox.thread("incidents", announcement) if each.edited_ts is not None]
    assert desk.sandbox.web_api.made[UPDATE] - len(replies) == 1


async def test_a_deleted_announcement_is_posted_anew_and_its_thread_goes_on_there(desk: Desk) -> None:
    number = await _announced(desk)
    desk.sandbox.channel("incidents").messages.remove(desk.announcements()[0])
    await desk.update(number, "2")
    await desk.update(number, "3", IncidentStatus.MONITORING)
    await desk.settled()
    [announcement] = desk.announcements()
    assert "Monitoring" in readable(announcement)
    assert desk.thread(announcement) == ["2", "3"]


async def test_a_new_announcement_that_slack_wants_later_does_not_begin_again_with_the_lost_thread(desk: Desk) -> None:
    number = await _announced(desk)
    desk.sandbox.channel("incidents").messages.remove(desk.announcements()[0])
    desk.sandbox.faults.plan(POST, Refused("thread_not_found"))
    desk.sandbox.faults.plan(POST, RateLimited(1))
    before = desk.sandbox.web_api.made[POST]
    await desk.update(number, "2")
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["2"]
    assert desk.sandbox.web_api.made[POST] - before == len(["lost thread", "limit", "announcement", "reply"])


async def test_a_reply_at_the_end_of_a_very_long_thread_is_found_there(desk: Desk) -> None:
    number = await _announced(desk)
    [announcement] = desk.announcements()
    for position in range(2_500):
        _say(desk, announcement, position)
    desk.sandbox.faults.plan(POST, AFTER)
    await desk.update(number, "2")
    await desk.settled()
    assert [says(each) for each in desk.sandbox.thread("incidents", announcement) if each.bot_id] == ["1", "2"]


async def test_a_reply_that_was_lost_together_with_its_announcement_is_posted_under_a_new_one(desk: Desk) -> None:
    number = await _announced(desk)
    desk.sandbox.faults.plan(POST, BEFORE)
    await desk.update(number, "2")
    await desk.postponed(INCIDENTS)
    desk.sandbox.channel("incidents").messages.remove(desk.announcements()[0])
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["2"]


async def test_a_new_announcement_whose_answer_is_lost_is_adopted_with_its_reply(desk: Desk) -> None:
    number = await _announced(desk)
    desk.sandbox.channel("incidents").messages.remove(desk.announcements()[0])
    desk.sandbox.faults.plan(POST, Refused("thread_not_found"))
    desk.sandbox.faults.plan(POST, AFTER)
    await desk.update(number, "2")
    await desk.settled()
    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["2"]


async def test_no_failing_stream_holds_another_one(desk: Desk) -> None:
    desk.sandbox.faults.plan(POST, ServerError(), times=None, channel=INCIDENTS)
    desk.sandbox.faults.plan(POST, RateLimited(30), times=None, channel=PRIVATE)
    for page in ("acme", "ops", "beta"):
        await desk.declare(page=page)
    [announcement] = await desk.sandbox.until(lambda: desk.announcements("general"))
    await desk.sandbox.until(lambda: desk.thread(announcement, "general") == ["1"])
    assert {head.stream for head in await desk.heads()} >= {INCIDENTS, PRIVATE} - {GENERAL}


def _say(desk: Desk, announcement: Message, position: int) -> None:
    """What a person says in the thread."""
    ts = f"{float(announcement.ts) + 1 + position / 10_000:.6f}"
    message = Message(ts=ts, user="U0BOB", text="Is it back?", thread_ts=announcement.ts)
    desk.sandbox.channel("incidents").messages.append(message)


async def _announced(desk: Desk) -> int:
    """An incident whose announcement and first reply are there."""
    number = await desk.declare()
    await desk.settled()
    return number


@pytest.mark.parametrize("error", ["channel_not_found", "restricted_action", "messages_tab_disabled"])
async def test_a_word_to_one_person_that_slack_refuses_holds_back_nobody_s_thread(desk: Desk, error: str) -> None:
    ada = desk.sandbox.person("ada").user.id
    desk.sandbox.faults.plan("chat.postEphemeral", Refused("user_not_in_channel"), times=None)
    desk.sandbox.faults.plan("chat.postMessage", Refused(error), times=None, channel=ada)
    number = await desk.declare(channel="C0GENERAL")
    await desk.update(number, "2")

    await desk.settled()

    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", "2"]
    assert [row.kind for row in await desk.rows()] == ["point_to_thread"]


async def test_an_app_that_may_not_look_posts_twice_rather_than_never(desk: Desk) -> None:
    number = await desk.declare()
    await desk.settled()
    desk.sandbox.faults.plan("chat.postMessage", Lost(Loss.AFTER_THE_EFFECT), channel="C0INCIDENTS")
    desk.sandbox.faults.plan("conversations.replies", Refused("missing_scope"), times=None)

    await desk.update(number, "2")
    await desk.settled()

    [announcement] = desk.announcements()
    assert desk.thread(announcement) == ["1", "2", "2"]
