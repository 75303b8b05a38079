"""A form is saved and its answer lost, and comes again with other content: that is offered where it can be sent."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.incident import Incident
from bot.sandbox.modal import Modal
from bot.use_cases.find_incidents import FindIncidents
from tests.deaf import unheard
from tests.journeys.stage import Stage


async def saved_unheard(stage: Stage, form: Modal) -> None:
    with unheard(stage.sandbox):
        assert (await form.submit()).trouble is not None
    assert form.is_open


async def becomes(form: Modal, title: str) -> None:
    assert (await form.submit()).is_accepted
    assert form.is_open
    assert form.title == title, form.text
    assert "sent already, with another text" in form.text


async def closes(form: Modal) -> None:
    assert (await form.submit()).is_accepted
    assert not form.is_open


async def incident(stage: Stage, number: int = 1) -> Incident:
    return (await FindIncidents(stage.application.database).by_number(number)).incident


async def messages(stage: Stage) -> list[str]:
    return [update.message for update in (await incident(stage)).updates]


async def test_a_changed_title_of_a_declaration_is_offered_as_an_edit(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")
    form.fill("Message", "We are looking into it.")
    await saved_unheard(stage, form)
    form.fill("Title", "Website slow")

    await becomes(form, "Edit INC-1")
    assert form.value("Title") == "Website slow"
    await closes(form)

    assert (await incident(stage)).title == "Website slow"
    assert await messages(stage) == ["We are looking into it."]


async def test_changed_components_of_a_declaration_are_offered_as_an_edit(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    form = await stage.form("/incident new Slow")
    form.fill("Message", "We are looking into it.")
    await form.choose("Affected components", "API")
    await stage.sandbox.until(lambda: "API" in form.labels)
    await saved_unheard(stage, form)
    await form.choose("Affected components", "Website")
    await stage.sandbox.until(lambda: "Website" in form.labels)

    await becomes(form, "Edit INC-1")
    assert form.value("Affected components") == ["Website"]


async def test_a_title_stays_readable_beside_the_message_that_changed_with_it(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")
    form.fill("Message", "We are looking into it.")
    await saved_unheard(stage, form)
    form.fill("Title", "Website <slow>")
    form.fill("Message", "It is the website.")

    await becomes(form, "Update INC-1")
    assert form.value("Message") == "It is the website."
    assert "Title: Website &lt;slow&gt;" in form.text
    await form.presses("Preview")
    await stage.sandbox.until(lambda: "The page's headline" in form.text)
    assert "Title: Website &lt;slow&gt;" in form.text
    await closes(form)

    assert await messages(stage) == ["We are looking into it.", "It is the website."]


async def test_another_page_of_a_declaration_is_given_back(stage: Stage) -> None:
    await stage.add_page("beta")
    form = await stage.form("/incident new Slow")
    form.fill("Message", "We are looking into it.")
    await saved_unheard(stage, form)
    await form.choose("Status page", "Beta")

    await becomes(form, "Stormlamp")
    assert form.button is None
    assert "What you typed:\nStatus page: Beta" in form.text
    assert await messages(stage) == ["We are looking into it."]


async def test_a_declaration_that_is_to_be_public_after_all_is_offered_to_be_published(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")
    form.fill("Message", "We are looking into it.")
    await form.choose("Publish to the status page now")
    await saved_unheard(stage, form)
    await form.choose("Publish to the status page now", "Publish now")

    await becomes(form, "Publish INC-1")
    assert form.value("Message") == "We are looking into it."


async def test_a_changed_edit_is_offered_as_an_edit(stage: Stage) -> None:
    await stage.declare("Slow")
    form = await stage.form("/incident edit INC-1")
    form.fill("Title", "Website slow")
    await saved_unheard(stage, form)
    form.fill("Title", "Website very slow")

    await becomes(form, "Edit INC-1")
    assert form.value("Title") == "Website very slow"
    await closes(form)

    assert (await incident(stage)).title == "Website very slow"


async def test_a_changed_reason_of_a_cancelled_incident_is_given_back_beside_what_stands(stage: Stage) -> None:
    await stage.declare("Slow")
    form = await stage.form("/incident cancel INC-1 A test")
    await saved_unheard(stage, form)
    form.fill("Reason", "A test of the alarms")

    await becomes(form, "Stormlamp")
    assert form.button is None
    assert "*Cancelled* by ada" in form.text
    assert "What you typed:\nReason: A test of the alarms" in form.text


async def test_a_changed_correction_is_offered_as_a_correction_of_the_same_update(stage: Stage) -> None:
    announcement = await stage.declare("Slow", "A disc is full.")
    assert (await (await stage.form("/incident update INC-1 Second.")).submit()).is_accepted
    await stage.reply(announcement, 2)
    form = await stage.form("/incident correct INC-1")
    await form.choose("Update", "1. Investigating: A disc is full.")
    await stage.sandbox.until(lambda: form.value("Message") == "A disc is full.")
    form.fill("Message", "A disk is full.")
    await saved_unheard(stage, form)
    form.fill("Message", "A disk was full.")

    await becomes(form, "Correct INC-1")
    assert form.value("Message") == "A disk was full."
    await closes(form)

    assert await messages(stage) == ["A disk was full.", "Second."]


async def test_a_correction_of_what_was_withdrawn_meanwhile_is_given_back(stage: Stage) -> None:
    await stage.declare("Slow", "A disc is full.")
    form = await stage.form("/incident correct INC-1 A disk is full.")
    await saved_unheard(stage, form)
    await closes(await stage.form("/incident retract INC-1", by="bob"))
    form.fill("Message", "A disk was full.")

    await becomes(form, "Stormlamp")
    assert "What you typed:\nMessage: A disk was full." in form.text


async def test_another_choice_of_what_to_withdraw_is_offered_to_be_withdrawn(stage: Stage) -> None:
    announcement = await stage.declare("Slow", "First.")
    assert (await (await stage.form("/incident update INC-1 Second.")).submit()).is_accepted
    await stage.reply(announcement, 2)
    form = await stage.form("/incident retract INC-1")
    await saved_unheard(stage, form)
    await form.choose("Update", "1. Investigating: First.")

    await becomes(form, "Withdraw, INC-1")
    assert form.value("Update") == "1. Investigating: First."


async def backfilled_unheard(stage: Stage) -> Modal:
    form = await stage.form("/incident backfill Logins failed")
    form.fill("Message", "Nobody could sign in.")
    form.fill("Resolution", "Everybody can sign in.")
    form.set_time("Started", datetime(2026, 3, 1, 10, 0, tzinfo=UTC))
    form.set_time("Resolved", datetime(2026, 3, 1, 11, 0, tzinfo=UTC))
    await saved_unheard(stage, form)
    return form


async def test_a_changed_resolution_of_the_past_is_offered_as_a_correction_of_it(stage: Stage) -> None:
    form = await backfilled_unheard(stage)
    form.fill("Resolution", "Everybody can sign in again.")

    await becomes(form, "Correct INC-1")
    assert form.value("Message") == "Everybody can sign in again."
    await closes(form)

    assert await messages(stage) == ["Nobody could sign in.", "Everybody can sign in again."]


async def test_what_else_changed_of_the_past_stays_readable(stage: Stage) -> None:
    form = await backfilled_unheard(stage)
    form.fill("Title", "Sign-in failed")
    form.fill("Message", "Few could sign in.")
    form.fill("Resolution", "Everybody can sign in again.")
    form.set_time("Resolved", datetime(2026, 3, 1, 12, 30, tzinfo=UTC))

    await becomes(form, "Correct INC-1")
    assert form.value("Message") == "Few could sign in."
    for kept in ("Title: Sign-in failed", "Resolution: Everybody can sign in again.", "Resolved: 2026-03-01 12:30 UTC"):
        assert kept in form.text
    await closes(form)

    assert await messages(stage) == ["Few could sign in.", "Everybody can sign in."]


async def test_a_changed_title_and_beginning_of_the_past_are_offered_as_an_edit(stage: Stage) -> None:
    form = await backfilled_unheard(stage)
    form.fill("Title", "Sign-in failed")
    form.set_time("Started", datetime(2026, 3, 1, 9, 30, tzinfo=UTC))

    await becomes(form, "Edit INC-1")
    await closes(form)

    edited = await incident(stage)
    assert (edited.title, edited.started_at) == ("Sign-in failed", datetime(2026, 3, 1, 9, 30, tzinfo=UTC))


async def test_another_end_of_the_past_is_given_back(stage: Stage) -> None:
    form = await backfilled_unheard(stage)
    form.set_time("Resolved", datetime(2026, 3, 1, 12, 30, tzinfo=UTC))

    await becomes(form, "Stormlamp")
    assert "What you typed:\nResolved: 2026-03-01 12:30 UTC" in form.text
    assert await messages(stage) == ["Nobody could sign in.", "Everybody can sign in."]


async def test_a_changed_update_of_what_was_cancelled_meanwhile_is_given_back(stage: Stage) -> None:
    await stage.declare("Slow")
    form = await stage.form("/incident update INC-1 Found it.")
    await saved_unheard(stage, form)
    await closes(await stage.form("/incident cancel INC-1 A test", by="bob"))
    form.fill("Message", "Found the cause.")

    await becomes(form, "Stormlamp")
    assert "Message: Found the cause." in form.text
