"""Where no slash command can be typed: shortcuts on a message, and a mention in the thread."""

from pathlib import Path

import pytest

from bot.sandbox.deliveries import Kind
from bot.sandbox.faults import Fault, Loss, Lost, RateLimited, Refused, ServerError
from bot.sandbox.person import buttons_of, readable
from tests.journeys.stage import INCIDENTS, Stage, busy_until_told_again, staged


async def test_a_message_becomes_an_update_with_public_text_and_a_permalink_in_the_record(stage: Stage) -> None:
    announcement = await stage.declare()
    await stage.ada.types("*Half* of the pages are back :tada:", thread=announcement)
    message = stage.sandbox.thread("incidents", announcement)[-1]

    await stage.ada.uses_shortcut("post_to_status_page", "#incidents", message)
    form = await stage.ada.modal()
    assert (form.title, form.value("Message")) == ("Update INC-1", "**Half** of the pages are back 🎉")
    assert (await form.submit()).is_accepted

    await stage.page_shows(lambda html: "<strong>Half</strong> of the pages are back 🎉" in html)
    async with stage.application.database.reading() as uow:
        [act, *_] = await uow.audit.latest(limit=1)
    assert act.act == "update"
    assert act.details["source"].startswith("https://lamplight.slack.com/archives/C0INCIDENTS/p")


async def test_an_incident_is_declared_from_a_message(stage: Stage) -> None:
    await stage.ada.types("Checkout is broken\nNobody can pay since *nine*.", "#general")
    message = stage.sandbox.channel("general").messages[-1]

    await stage.ada.uses_shortcut("declare_incident_from_message", "#general", message)

    form = await stage.ada.modal()
    assert form.value("Title") == "Checkout is broken"
    assert form.value("Message") == "Checkout is broken\nNobody can pay since **nine**."


async def test_a_mention_in_the_thread_leads_to_the_form_of_its_incident(stage: Stage) -> None:
    first = await stage.declare("One")
    await stage.declare("Two")
    await stage.ada.types("@stormlamp status monitoring We are *watching*.", thread=first)
    answer = await stage.reply(first, 3)
    assert buttons_of(answer) == ["Review and publish"]
    assert "INC-1" in readable(answer)

    await stage.ada.presses(answer, "Review and publish")

    form = await stage.ada.modal()
    assert (form.title, form.value("Status"), form.value("Message")) == (
        "Update INC-1",
        "Monitoring",
        "We are **watching**.",
    )


async def test_a_mention_that_is_delivered_twice_is_answered_once(stage: Stage) -> None:
    announcement = await stage.declare()
    await stage.ada.types("@stormlamp resolve All is well.", thread=announcement)
    await stage.reply(announcement, 3)

    await stage.sandbox.deliveries.redeliver(stage.sandbox.deliveries.last(Kind.EVENT, "event_callback"))
    await stage.ada.types("@stormlamp help", thread=announcement)
    assert (await stage.ada.is_told("Tell people")).visible_to == stage.ada.id

    answers = [m for m in stage.sandbox.thread("incidents", announcement) if "Review and publish" in buttons_of(m)]
    assert len(answers) == 1


@pytest.mark.parametrize("fault", [RateLimited(1), ServerError(), Lost(Loss.AFTER_THE_EFFECT)])
async def test_a_mention_is_answered_once_though_slack_does_not_take_the_answer_at_once(
    stage: Stage, fault: Fault
) -> None:
    announcement = await stage.declare()
    stage.sandbox.faults.plan("chat.postMessage", fault)
    stage.sandbox.faults.plan("chat.postEphemeral", RateLimited(1))

    await stage.ada.types("@stormlamp status monitoring We are watching.", thread=announcement)
    await stage.ada.types("@stormlamp show INC-1", thread=announcement)

    assert buttons_of(await stage.reply(announcement, 4)) == ["Review and publish"]
    await stage.ada.is_told("INC-1", "View on status page")
    await stage.nothing_owed()
    assert len(stage.sandbox.thread("incidents", announcement)) == 4


async def test_a_mention_while_the_database_is_busy_is_answered_when_slack_tells_of_it_again(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage:
        announcement = await stage.declare()
        async with busy_until_told_again(stage):
            await stage.ada.types("@stormlamp status monitoring We are watching.", thread=announcement)
            # Slack waits three seconds each time.
            await stage.sandbox.until(lambda: len(stage.sandbox.thread("incidents", announcement)) == 3, 20)
        assert buttons_of(stage.sandbox.thread("incidents", announcement)[-1]) == ["Review and publish"]


async def test_where_we_may_not_post_a_mention_is_answered_in_direct_messages(stage: Stage) -> None:
    announcement = await stage.declare()
    stage.sandbox.faults.plan("chat.postMessage", Refused("restricted_action"), times=None, channel=INCIDENTS)

    await stage.ada.types("@stormlamp status monitoring We are watching.", thread=announcement)

    assert buttons_of(await stage.ada.is_told("The form of INC-1 is filled")) == ["Review and publish"]


@pytest.mark.parametrize("name", ["gus", "sol"])
async def test_whoever_may_not_publish_makes_no_button_by_a_mention(stage: Stage, name: str) -> None:
    announcement = await stage.declare()

    await stage.person(name).types("@stormlamp resolve All is well.", thread=announcement)

    await stage.person(name).is_told("Only", "full members")
    await stage.nothing_owed()
    assert len(stage.sandbox.thread("incidents", announcement)) == 2


async def test_what_a_mention_only_shows_is_shown_to_who_asked(stage: Stage) -> None:
    announcement = await stage.declare("Slow")

    await stage.ada.types("@stormlamp show INC-1", thread=announcement)

    assert (await stage.ada.is_told("INC-1", "View on status page")).visible_to == stage.ada.id


async def test_a_mention_of_an_unknown_incident_is_answered_with_the_way_out(stage: Stage) -> None:
    announcement = await stage.declare("Slow")

    await stage.ada.types("@stormlamp show INC-70", thread=announcement)

    await stage.ada.is_told("There is no INC-70", "/incident list")
