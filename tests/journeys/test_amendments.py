"""Set right what was wrong, from Slack: correct, retract, edit, cancel, backfill; and internal first."""

import asyncio
from datetime import UTC, datetime

from bot.sandbox.faults import Refused, Slow
from bot.sandbox.person import buttons_of, readable
from tests.journeys.stage import Stage


async def test_a_corrected_update_is_edited_in_the_thread_and_marked_on_the_page(stage: Stage) -> None:
    announcement = await stage.declare("Slow", "A disc is full.")

    form = await stage.form("/incident correct INC-1")
    assert (form.title, form.value("Message")) == ("Correct INC-1", "A disc is full.")
    form.fill("Message", "A disk is full.")
    assert (await form.submit()).is_accepted

    reply = await stage.reply(announcement, 1)
    await stage.sandbox.until(lambda: "A disk is full." in readable(reply) and "corrected by" in readable(reply))
    page = await stage.page_shows(lambda html: "A disk is full." in html)
    assert "corrected" in page
    assert "A disc is full." not in page


async def test_another_update_can_be_chosen_to_be_corrected(stage: Stage) -> None:
    announcement = await stage.declare("Slow", "First words.")
    form = await stage.form("/incident update INC-1 Second words.")
    assert (await form.submit()).is_accepted
    await stage.reply(announcement, 2)

    form = await stage.form("/incident correct INC-1")
    assert form.value("Message") == "Second words."
    await form.choose("Update", "1. Investigating: First words.")
    await stage.sandbox.until(lambda: form.value("Message") == "First words.")


async def test_a_correction_sent_before_the_chosen_text_has_come_shows_it_first(stage: Stage) -> None:
    await stage.declare("Slow", "First words.")
    assert (await (await stage.form("/incident update INC-1 Second words.")).submit()).is_accepted

    form = await stage.form("/incident correct INC-1")
    stage.sandbox.faults.plan("views.update", Refused("fatal_error"), times=None)
    await form.choose("Update", "1. Investigating: First words.")
    assert form.value("Message") == "Second words."
    assert (await form.submit()).is_accepted

    assert (form.is_open, form.value("Message")) == (True, "First words.")
    await stage.page_shows(lambda html: "Second words." in html)
    [incident] = (await stage.summary())["incidents"]
    assert [update["body"] for update in incident["incident_updates"]] == ["Second words.", "First words."]


async def test_what_was_typed_stays_when_another_update_is_chosen(stage: Stage) -> None:
    await stage.declare("Slow", "First words.")
    assert (await (await stage.form("/incident update INC-1 Second words.")).submit()).is_accepted

    form = await stage.form("/incident correct INC-1")
    form.fill("Message", "Better words.")
    rebuilt = Slow(asyncio.Event())
    stage.sandbox.faults.plan("views.update", rebuilt)
    await form.choose("Update", "1. Investigating: First words.")
    await rebuilt.reached.wait()
    rebuilt.released.set()
    assert form.value("Message") == "Better words."
    assert (await form.submit()).is_accepted

    await stage.page_shows(lambda html: "Better words." in html and "First words." not in html)
    [incident] = (await stage.summary())["incidents"]
    assert [update["body"] for update in incident["incident_updates"]] == ["Second words.", "Better words."]


async def test_a_withdrawn_update_is_gone_from_thread_page_and_api(stage: Stage) -> None:
    announcement = await stage.declare("Slow", "The database of db3 is broken.")

    form = await stage.form("/incident retract INC-1")
    assert "The database of db3 is broken." in form.text
    assert (await form.submit()).is_accepted

    reply = await stage.reply(announcement, 1)
    await stage.sandbox.until(lambda: "This update was withdrawn." in readable(reply))
    page = await stage.page_shows(lambda html: "This update was withdrawn." in html)
    assert "db3" not in page
    for path in ("api/v2/incidents.json", "history.atom", "history.rss"):
        assert "db3" not in (await stage.public.get(f"/acme/{path}")).text


async def test_a_correction_of_what_was_withdrawn_meanwhile_is_offered_as_an_update(stage: Stage) -> None:
    await stage.declare("Slow", "The database of db3 is broken.")
    form = await stage.form("/incident correct INC-1 A database is broken.", by="bob")
    withdrawal = await stage.form("/incident retract INC-1")
    assert (await withdrawal.submit()).is_accepted

    await form.presses("Preview")

    await stage.sandbox.until(lambda: form.title == "Update INC-1")
    assert form.value("Message") == "A database is broken."
    assert (await form.submit()).is_accepted


async def test_a_cancelled_incident_leaves_the_page_and_says_why_in_the_thread(stage: Stage) -> None:
    await stage.add_components("API")
    announcement = await stage.declare("Not so", "We are looking into it.", "API")
    page = await stage.page_shows(lambda html: "Not so" in html)
    permalink = f"/acme/incidents/{(await stage.summary())['incidents'][0]['id']}"
    assert (await stage.public.get(permalink)).status_code == 200

    form = await stage.form("/incident cancel INC-1 It was a test")
    assert form.value("Reason") == "It was a test"
    assert (await form.submit()).is_accepted

    await stage.sandbox.until(lambda: "*Cancelled* by ada" in readable(announcement))
    assert "It was a test" in readable(announcement)
    assert buttons_of(announcement) == []
    page = await stage.page_shows(lambda html: "Not so" not in html)
    assert "All Systems Operational" in page
    assert (await stage.public.get(permalink)).status_code == 404
    assert "Not so" not in (await stage.public.get("/acme/history.atom")).text


async def test_an_edit_changes_title_and_components_without_an_update(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    announcement = await stage.declare("Slow", "We are looking into it.", "API")

    form = await stage.form("/incident edit INC-1")
    form.fill("Title", "Website slow")
    await form.choose("Affected components", "Website")
    await stage.sandbox.until(lambda: "Website" in form.labels)
    assert (await form.submit()).is_accepted

    await stage.sandbox.until(lambda: "Website slow" in readable(announcement))
    await stage.page_shows(lambda html: "Website slow" in html)
    statuses = {each["name"]: each["status"] for each in (await stage.summary())["components"]}
    assert statuses == {"API": "operational", "Website": "degraded_performance"}
    assert len(stage.sandbox.thread("incidents", announcement)) == 1


async def test_a_past_incident_is_in_the_history_and_no_channel_is_told(stage: Stage) -> None:
    form = await stage.form("/incident backfill Logins failed")
    assert form.value("Title") == "Logins failed"
    form.fill("Message", "Nobody could sign in.")
    form.fill("Resolution", "Everybody can sign in.")
    form.set_time("Started", datetime(2026, 3, 1, 10, 0, tzinfo=UTC))
    form.set_time("Resolved", datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    refused = await form.submit()
    assert not refused.is_accepted
    assert form.errors == {"Resolved": "A past incident ends after it began, and not in the future. Set both times."}
    form.set_time("Resolved", datetime(2026, 3, 1, 11, 0, tzinfo=UTC))
    assert (await form.submit()).is_accepted

    await stage.page_shows(lambda html: "Logins failed" in html, "/acme/history/2026-03")
    assert stage.sandbox.messages("incidents") == []


async def test_nothing_of_an_internal_incident_is_public_until_it_is_published(stage: Stage) -> None:
    await stage.add_components("API")
    form = await stage.form("/incident new zebra-title")
    form.fill("Message", "zebra-message")
    await form.choose("Affected components", "API")
    await form.choose("Publish to the status page now")
    assert (await form.submit()).is_accepted
    [announcement] = await stage.sandbox.until(lambda: stage.sandbox.messages("incidents"))
    assert "Internal" in readable(announcement)
    assert buttons_of(announcement) == ["Publish", "Post update", "Resolve", "Take the lead"]
    assert "Internal" in readable(await stage.reply(announcement, 1))
    paths = ("", "history", "api/v2/summary.json", "api/v2/incidents.json", "history.atom", "history.rss", "badge.svg")
    for path in paths:
        body = (await stage.public.get(f"/acme/{path}")).text
        assert "zebra" not in body
        assert "degraded_performance" not in body
        assert "Degraded performance" not in body

    await stage.ada.presses(announcement, "Publish")
    form = await stage.ada.modal()
    form.fill("Message", "The API is slow.")
    assert (await form.submit()).is_accepted

    page = await stage.page_shows(lambda html: "The API is slow." in html)
    assert "zebra-title" in page
    assert "zebra-message" not in page
    await stage.sandbox.until(lambda: "Internal" not in readable(announcement))
    assert "zebra-message" not in (await stage.public.get("/acme/api/v2/incidents.json")).text
