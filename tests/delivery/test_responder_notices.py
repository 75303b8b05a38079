"""What a responder is told in a direct message is owed like everything else: never lost, never there twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.sandbox.faults import Fault, Loss, Lost, RateLimited, Refused, ServerError
from bot.sandbox.workspace import BOT_USER
from bot.use_cases.actor import Actor, ActorKind, Responders
from bot.use_cases.change_incident import Draft
from bot.use_cases.origin import Origin
from bot.use_cases.post_update import PostUpdate
from tests.delivery.desk import ADA, ARCHIVED, INCIDENTS, PRIVATE, Desk, application_over, opened

POST = "chat.postMessage"
ADAS = str(ADA.slack_id)
BOB = Actor(kind=ActorKind.MEMBER, name="Bob Khan", slack_id="U0BOB")


@pytest.mark.parametrize(
    "faults",
    [
        [Lost(Loss.AFTER_THE_EFFECT)],
        [Lost(Loss.BEFORE_THE_EFFECT)],
        [Lost(Loss.AFTER_THE_EFFECT), ServerError()],
        [ServerError(500, "internal_error")] * 4,
        [RateLimited(20), Refused("token_revoked")],
    ],
)
async def test_what_slack_fails_at_is_told_once_when_it_works_again(desk: Desk, faults: list[Fault]) -> None:
    for fault in faults:
        desk.sandbox.faults.plan(POST, fault, channel=ADAS)
    await desk.declare(page="ops")
    for attempts in range(1, len(faults) + 1):
        if not desk.told():
            await desk.skip_to((await desk.postponed(ADAS, attempts=attempts)).due_at)
    await _told_all(desk)
    [told] = desk.told()
    assert told.startswith("Stormlamp can't post in <#C0OPS>")


async def test_an_app_that_may_not_look_tells_twice_rather_than_never(desk: Desk) -> None:
    desk.sandbox.faults.plan(POST, Lost(Loss.AFTER_THE_EFFECT), channel=ADAS)
    desk.sandbox.faults.plan("conversations.open", Refused("missing_scope"))
    await desk.declare(page="ops")
    await desk.skip_to((await desk.postponed(ADAS)).due_at)
    await _told_all(desk)
    assert len(desk.told()) == 2


async def test_notices_come_one_after_the_other_in_the_order_of_what_happened(desk: Desk) -> None:
    desk.sandbox.faults.plan(POST, ServerError(), channel=ADAS)
    await desk.declare("Website slow", page="ops")
    await desk.postponed(ADAS)
    await desk.declare("Mail slow", page="old")
    # The second notice is owed since then, behind the first one.
    await desk.postponed(ARCHIVED)
    await _told_all(desk)
    assert [("INC-1" in text, "INC-2" in text) for text in desk.told()] == [(True, False), (False, True)]


async def test_what_has_come_right_meanwhile_is_not_told_any_more(desk: Desk) -> None:
    desk.sandbox.faults.plan(POST, RateLimited(60), channel=ADAS)
    await desk.declare(page="ops")
    await desk.postponed(ADAS)
    head = await desk.postponed(PRIVATE)
    desk.sandbox.channel("ops-private").members.add(BOT_USER)
    async with desk.application.database.writing() as uow:
        await uow.outbox.wake_stream(PRIVATE, now=desk.clock())
    await desk.sandbox.until(lambda: desk.announcements("ops-private"))
    await desk.settled()
    assert (head.last_error, desk.told(), await desk.rows()) == ("channel_not_found", [], [])


@pytest.mark.parametrize("error", ["user_not_found", "messages_tab_disabled", "channel_not_found", "restricted_action"])
async def test_a_notice_that_fails_for_good_is_set_aside_and_nobody_is_told_of_that(desk: Desk, error: str) -> None:
    desk.sandbox.faults.plan(POST, Refused("invalid_blocks"), times=3, channel=INCIDENTS)
    desk.sandbox.faults.plan(POST, Refused(error), times=None, channel=ADAS)
    with capture_logs() as logs:
        await desk.declare()
        await desk.settled()
    rows = await desk.rows()
    assert [(row.kind, row.last_error) for row in rows if row.set_aside_at] == [
        ("announce", "invalid_blocks"),
        ("tell_set_aside", error),
    ]
    assert len(rows) == 2
    assert [entry["kind"] for entry in logs if entry["event"] == "delivery_set_aside"] == ["announce", "tell_set_aside"]


async def test_whoever_wrote_the_update_is_told_and_not_who_came_after(desk: Desk) -> None:
    number = await desk.declare()
    await desk.settled()
    desk.sandbox.faults.plan(POST, Refused("invalid_blocks"), times=3, channel=INCIDENTS)
    await desk.update(number, "2")
    await PostUpdate(desk.application.database, desk.clock, Responders())(
        Draft(number=number, message="3", status=None), actor=BOB, origin=Origin()
    )
    await desk.settled()
    assert [len(desk.told()), len(desk.sandbox.person("bob").messages_for_me())] == [1, 0]


@pytest.fixture
async def stopped(tmp_path: Path, database_url: str) -> AsyncIterator[Desk]:
    async with opened(tmp_path, database_url=database_url) as desk:
        yield desk


async def test_a_process_that_ends_before_it_could_tell_leaves_that_to_the_next(
    stopped: Desk, database_url: str
) -> None:
    async with stopped.application.running():
        stopped.sandbox.faults.plan(POST, ServerError(), times=None, channel=ADAS)
        await stopped.declare(page="ops")
        notice = await stopped.postponed(ADAS)
    stopped.sandbox.faults.clear()

    next_one = replace(stopped, application=application_over(stopped.sandbox, stopped.clock, database_url=database_url))
    async with next_one.application.running():
        await next_one.skip_to(notice.due_at)
        [told] = await next_one.sandbox.until(next_one.told)
    assert "/invite @Stormlamp" in told


async def _told_all(desk: Desk) -> None:
    """Until nobody is owed a direct message."""
    database = desk.application.database
    while True:
        seen = database.changes.count
        notices = [head for head in await desk.heads() if head.stream == ADAS]
        if not notices:
            return
        if notices[0].leased_until is None:
            await desk.skip_to(notices[0].due_at)
        await database.changes.wait_beyond(seen, seconds=5)
