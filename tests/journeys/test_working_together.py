"""Who leads, who is asked to, and what is noted for the record."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.sandbox.deliveries import Kind
from bot.sandbox.faults import ServerError
from bot.sandbox.person import buttons_of, readable
from bot.sandbox.user import UserKind
from storage.database import Database
from tests.journeys.stage import Stage, busy_until_told_again, staged


async def notes(stage: Stage) -> list[tuple[str, str]]:
    async with stage.application.database.reading() as uow:
        return [(note.author.name, note.text) for note in await uow.notes.of_incident(1)]


async def test_the_lead_is_taken_from_the_announcement_and_shown_there(stage: Stage) -> None:
    announcement = await stage.declare()

    await stage.person("bob").presses(announcement, "Take the lead")

    await stage.sandbox.until(lambda: "Lead: <@U0BOB>" in readable(announcement))
    assert "Take the lead" not in buttons_of(announcement)
    assert "BOB" not in await stage.page_shows(lambda html: True)


async def test_the_lead_is_given_by_a_command(stage: Stage) -> None:
    announcement = await stage.declare()

    await stage.ada.types("/incident lead INC-1 @cleo")

    await stage.ada.is_told("cleo leads INC-1 now.")
    await stage.sandbox.until(lambda: "Lead: <@U0CLEO>" in readable(announcement))


@pytest.mark.parametrize("whom", ["bob", "@bbo", "the website is down"])
async def test_nobody_leads_for_a_name_that_slack_knows_nobody_of(stage: Stage, whom: str) -> None:
    announcement = await stage.declare()
    await stage.person("cleo").presses(announcement, "Take the lead")
    await stage.sandbox.until(lambda: "Lead: <@U0CLEO>" in readable(announcement))

    await stage.ada.types(f"/incident lead INC-1 {whom}")

    asked = await stage.ada.is_told(f"“{whom}” names nobody in Slack")
    assert buttons_of(asked) == ["/incident lead INC-1"]
    async with stage.application.database.reading() as uow:
        assert (await uow.incidents.by_number(1)).lead_slack_id == "U0CLEO"
    await stage.ada.presses(asked, "/incident lead INC-1")
    await stage.sandbox.until(lambda: "Lead: <@U0ADA>" in readable(announcement))


@pytest.mark.parametrize("verb", ["lead", "handoff"])
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (UserKind.GUEST, "bob is a guest in this workspace, and can't lead an incident."),
        (UserKind.STRANGER, "bob belongs to another organisation, and can't lead an incident."),
        (UserKind.BOT, "bob is a bot, and can't lead an incident."),
        (UserKind.DEACTIVATED, "The account of bob is deactivated."),
    ],
)
async def test_whoever_names_somebody_who_can_not_lead_hears_of_them(
    stage: Stage, verb: str, kind: UserKind, reason: str
) -> None:
    await stage.declare()
    users = stage.sandbox.workspace.users
    users["U0BOB"] = replace(users["U0BOB"], kind=kind)

    await stage.ada.types(f"/incident {verb} INC-1 @bob")

    await stage.ada.is_told(reason)


async def test_whoever_names_somebody_who_is_no_responder_hears_of_them(tmp_path: Path, database_url: str) -> None:
    async with staged(tmp_path, database_url=database_url, responders="U0ADA") as stage:
        await stage.declare()

        await stage.ada.types("/incident lead INC-1 @bob")

        await stage.ada.is_told("bob is not a responder here, and can't lead an incident.")


async def test_a_handoff_is_accepted_by_whom_it_asks(stage: Stage) -> None:
    announcement = await stage.declare()
    await stage.ada.types("/incident handoff INC-1 @bob")
    brief = await stage.reply(announcement, 2)
    assert "<@U0BOB>, ada asks you to lead INC-1." in readable(brief)
    assert "We are looking into it." in readable(brief)

    await stage.person("cleo").presses(brief, "Accept")
    await stage.person("cleo").is_told("Somebody else is asked to lead")
    await stage.person("bob").presses(brief, "Accept")

    await stage.sandbox.until(lambda: "Lead: <@U0BOB>" in readable(announcement))


async def test_a_handoff_is_asked_for_though_somebody_has_deleted_the_announcement(stage: Stage) -> None:
    await stage.declare()
    stage.sandbox.channel("incidents").messages.clear()

    await stage.ada.types("/incident handoff INC-1 @bob")

    anew = (await stage.sandbox.until(lambda: stage.sandbox.messages("incidents")))[0]
    assert "asks you to lead INC-1" in readable(await stage.reply(anew, 1))


async def test_a_note_is_for_the_record_and_not_for_the_public(stage: Stage) -> None:
    await stage.declare()

    await stage.ada.types("/incident note INC-1 Restarted db3 zebra")

    await stage.ada.is_told("Noted on the timeline of INC-1")
    assert await notes(stage) == [("ada", "Restarted db3 zebra")]
    for path in ("", "api/v2/incidents.json", "history.atom"):
        assert "zebra" not in (await stage.public.get(f"/acme/{path}")).text


@pytest.mark.parametrize("others", [0, 1])
async def test_a_note_that_is_refused_is_given_back(stage: Stage, others: int) -> None:
    for number in range(2 * others):
        await stage.declare(f"Number {number}")

    for about in ("", "INC-99 "):
        await stage.ada.types(f"/incident note {about}Restarted db3 zebra {about}")
        await stage.ada.is_told("What you typed:", f"Restarted db3 zebra {about}".strip())

    if others:
        await stage.ada.types(f"/incident note INC-1 {'a' * 3_001}")
        await stage.ada.is_told("What you typed:", "a" * 100)


async def test_what_acts_without_a_form_is_acknowledged_when_it_is_saved(tmp_path: Path) -> None:
    """Whoever is not answered knows that nothing was done, and Slack tells them."""
    async with staged(tmp_path) as stage:
        announcement = await stage.declare()
        busy = Database(str(stage.application.database.url))
        before = len(stage.sandbox.deliveries.log)
        async with busy.transaction():
            acting = asyncio.gather(
                stage.ada.types("/incident note INC-1 Restarted db3 zebra"),
                stage.person("bob").presses(announcement, "Take the lead"),
            )
            await stage.ada.types("/incident help")
            acknowledged = [each.acknowledged_at is not None for each in stage.sandbox.deliveries.log[before:]]
        await acting
        await busy.close()

        assert sorted(acknowledged) == [False, False, True]
        assert await notes(stage) == [("ada", "Restarted db3 zebra")]
        await stage.sandbox.until(lambda: "Lead: <@U0BOB>" in readable(announcement))


async def test_what_acts_without_a_form_is_refused_in_time(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        await stage.declare()
        busy = Database(str(stage.application.database.url))
        async with busy.transaction():
            await stage.ada.types("/incident note INC-1 Restarted db3 zebra")
            assert stage.sandbox.deliveries.last(Kind.COMMAND).acknowledged_at is not None
            await stage.ada.is_told("The database", "What you typed:", "Restarted db3 zebra")
        await busy.close()


async def test_a_pinned_reply_is_a_note_until_the_pin_is_taken_off(stage: Stage) -> None:
    announcement = await stage.declare()
    await stage.person("bob").types("db3 has no disk left", thread=announcement)
    reply = stage.sandbox.thread("incidents", announcement)[-1]

    stage.ada.reacts(reply, "pushpin")
    await noted(stage, [("bob", "db3 has no disk left")])

    stage.ada.reacts(reply, "pushpin")
    await noted(stage, [])


@pytest.mark.parametrize("method", ["conversations.replies", "chat.getPermalink", "users.info"])
async def test_a_pin_is_noted_though_slack_does_not_answer_at_once(stage: Stage, method: str) -> None:
    announcement = await stage.declare()
    await stage.person("bob").types("db3 has no disk left", thread=announcement)
    stage.sandbox.faults.plan(method, ServerError())

    stage.person("cleo").reacts(stage.sandbox.thread("incidents", announcement)[-1], "pushpin")

    await noted(stage, [("bob", "db3 has no disk left")])


async def test_a_pin_while_the_database_is_busy_is_noted_when_slack_tells_of_it_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        announcement = await stage.declare()
        await stage.person("bob").types("db3 has no disk left", thread=announcement)
        async with busy_until_told_again(stage):
            stage.ada.reacts(stage.sandbox.thread("incidents", announcement)[-1], "pushpin")
            await noted(stage, [("bob", "db3 has no disk left")], seconds=20)


async def test_a_pin_that_was_taken_off_does_not_come_back_when_slack_tells_of_it_again(stage: Stage) -> None:
    announcement = await stage.declare()
    await stage.person("bob").types("db3 has no disk left", thread=announcement)
    reply = stage.sandbox.thread("incidents", announcement)[-1]
    deliveries = stage.sandbox.deliveries
    stage.ada.reacts(reply, "pushpin")
    await noted(stage, [("bob", "db3 has no disk left")])
    added = deliveries.last(Kind.EVENT)
    stage.ada.reacts(reply, "pushpin")
    await noted(stage, [])
    removed = deliveries.last(Kind.EVENT)

    await deliveries.redeliver(added)
    assert await notes(stage) == []

    stage.ada.reacts(reply, "pushpin")
    await noted(stage, [("bob", "db3 has no disk left")])
    await deliveries.redeliver(removed)
    await deliveries.redeliver(added)
    assert await notes(stage) == [("bob", "db3 has no disk left")]


async def noted(stage: Stage, expected: list[tuple[str, str]], *, seconds: float = 5) -> None:
    """Return as soon as these are the notes."""
    changes = stage.application.database.changes
    async with asyncio.timeout(seconds):
        while True:
            seen = changes.count
            if await notes(stage) == expected:
                return
            await changes.wait_beyond(seen)
