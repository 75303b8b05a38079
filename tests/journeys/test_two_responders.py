"""Two responders at once: each learns of the other, and nothing that either typed is lost or posted twice."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.domain.component import ComponentStatus
from bot.domain.incident import Impact
from bot.sandbox.deliveries import Kind
from bot.sandbox.person import readable
from bot.use_cases.find_incidents import FindIncidents
from tests.journeys.stage import Stage

AN_HOUR_AGO = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=1)


async def test_an_update_that_was_overtaken_says_who_moved_it_to_what(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    announcement = await stage.declare("Slow", "We are looking into it.", "API")
    adas = await stage.form("/incident update INC-1 A disk is full.")
    bobs = await stage.form("/incident status identified The disk of the API is full.", by="bob")
    await bobs.choose("API", "Major outage")
    assert (await bobs.submit()).is_accepted
    await stage.reply(announcement, 2)

    await adas.submit()

    assert adas.is_open
    assert "*INC-1 has changed while you wrote.*" in adas.text
    assert (
        "bob moved it from Investigating to *Identified* less than a minute ago: The disk of the API is full."
        in adas.text
    )
    assert (adas.button, adas.value("Message")) == ("Apply", "A disk is full.")
    # What ada did not touch is as bob left it.
    assert (adas.value("Status"), adas.value("API")) == ("Identified", "Major outage")
    assert len(stage.sandbox.thread("incidents", announcement)) == 2

    assert (await adas.submit()).is_accepted
    assert not adas.is_open
    assert "A disk is full." in readable(await stage.reply(announcement, 3))
    summary = await stage.summary()
    assert summary["incidents"][0]["status"] == "identified"
    assert [each["status"] for each in summary["components"]] == ["major_outage", "operational"]


async def test_what_was_chosen_stays_chosen_when_somebody_else_was_faster(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    announcement = await stage.declare("Slow", "We are looking into it.", "API")
    adas = await stage.form("/incident status monitoring A disk was full.")
    await adas.choose("Affected components", "API", "Website")
    await stage.sandbox.until(lambda: "Website" in adas.labels)
    bobs = await stage.form("/incident status identified A disk is full.", by="bob")
    assert (await bobs.submit()).is_accepted
    await stage.reply(announcement, 2)

    await adas.submit()

    assert (adas.button, adas.value("Status"), adas.value("Website")) == ("Apply", "Monitoring", "Degraded performance")
    assert (await adas.submit()).is_accepted
    await stage.reply(announcement, 3)
    assert (await stage.summary())["incidents"][0]["status"] == "monitoring"


async def test_a_choice_in_an_overtaken_form_tells_the_news_at_once(stage: Stage) -> None:
    await stage.add_components("API")
    announcement = await stage.declare("Slow", "We are looking into it.")
    adas = await stage.form("/incident update INC-1 A disk is full.")
    bobs = await stage.form("/incident update INC-1 More is known.", by="bob")
    assert (await bobs.submit()).is_accepted
    await stage.reply(announcement, 2)

    await adas.choose("Affected components", "API")

    await stage.sandbox.until(lambda: "bob posted an update less than a minute ago: More is known." in adas.text)
    assert adas.value("Message") == "A disk is full."
    assert (await adas.submit()).is_accepted
    await stage.reply(announcement, 3)


async def test_a_resolution_that_was_overtaken_asks_again(stage: Stage) -> None:
    announcement = await stage.declare()
    adas = await stage.form("/incident resolve All is well.")
    bobs = await stage.form("/incident update INC-1 It is worse.", by="bob")
    assert (await bobs.submit()).is_accepted
    await stage.reply(announcement, 2)

    await adas.submit()

    assert (adas.title, adas.button, adas.value("Message")) == ("Resolve INC-1", "Apply", "All is well.")
    assert "bob posted an update" in adas.text
    assert (await adas.submit()).is_accepted
    assert "Resolved" in readable(await stage.reply(announcement, 3))


async def test_an_update_to_what_was_resolved_meanwhile_says_by_whom(stage: Stage) -> None:
    announcement = await stage.declare()
    adas = await stage.form("/incident update INC-1 It is worse.")
    bobs = await stage.form("/incident resolve All is well.", by="bob")
    assert (await bobs.submit()).is_accepted
    await stage.reply(announcement, 2)

    await adas.submit()

    assert "bob moved it from Investigating to *Resolved*" in adas.text
    assert "tick the box to reopen it" in adas.text
    await adas.choose("INC-1 is resolved", "Reopen INC-1")
    assert (await adas.submit()).is_accepted
    assert "It is worse." in readable(await stage.reply(announcement, 3))


async def test_an_edit_leaves_what_it_did_not_touch_as_somebody_else_has_set_it(stage: Stage) -> None:
    await stage.declare("Slow", "We are looking into it.")
    bobs = await stage.form("/incident edit INC-1", by="bob")
    adas = await stage.form("/incident edit INC-1")
    adas.fill("Title", "Website slow")
    adas.set_time("Started", AN_HOUR_AGO)
    assert (await adas.submit()).is_accepted

    await bobs.choose("Impact", "Critical")
    assert (await bobs.submit()).is_accepted

    assert await as_edited(stage) == ("Website slow", Impact.CRITICAL, AN_HOUR_AGO)


async def test_an_edit_of_what_somebody_else_has_edited_says_how_it_stands_now(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    await stage.declare("Slow", "We are looking into it.", "API")
    bobs = await stage.form("/incident edit INC-1", by="bob")
    adas = await stage.form("/incident edit INC-1")
    adas.fill("Title", "Ada's title")
    adas.set_time("Started", AN_HOUR_AGO)
    await adas.choose("Impact", "Critical")
    await adas.choose("API", "Major outage")
    assert (await adas.submit()).is_accepted

    bobs.fill("Title", "Bob's title")
    await bobs.submit()

    assert bobs.is_open
    assert "*INC-1 has changed while you wrote.*" in bobs.text
    assert "Its title is now: *Ada's title*" in bobs.text
    assert "Its impact is now" not in bobs.text
    assert (bobs.button, bobs.value("Title"), bobs.value("Impact"), bobs.value("API")) == (
        "Apply",
        "Bob's title",
        "Critical",
        "Major outage",
    )
    assert (await bobs.submit()).is_accepted
    assert await as_edited(stage) == ("Bob's title", Impact.CRITICAL, AN_HOUR_AGO)


async def test_a_preview_of_an_edit_takes_up_what_somebody_else_has_edited(stage: Stage) -> None:
    await stage.declare("Slow", "We are looking into it.")
    bobs = await stage.form("/incident edit INC-1", by="bob")
    bobs.set_time("Started", AN_HOUR_AGO)
    adas = await stage.form("/incident edit INC-1")
    adas.fill("Title", "Website slow")
    await adas.choose("Impact", "Critical")
    adas.set_time("Started", AN_HOUR_AGO - timedelta(hours=1))
    assert (await adas.submit()).is_accepted

    await bobs.presses("Preview")

    await stage.sandbox.until(lambda: "*Preview*" in bobs.text)
    assert "Its start is now: *<!date^" in bobs.text
    assert (bobs.value("Title"), bobs.value("Impact")) == ("Website slow", "Critical")
    assert "Title: " not in bobs.text
    assert (await bobs.submit()).is_accepted
    assert await as_edited(stage) == ("Website slow", Impact.CRITICAL, AN_HOUR_AGO)


async def test_a_preview_of_an_update_takes_up_what_somebody_else_has_edited(stage: Stage) -> None:
    await stage.add_components("API")
    announcement = await stage.declare("Slow", "We are looking into it.", "API")
    bobs = await stage.form("/incident update INC-1 More is known.", by="bob")
    adas = await stage.form("/incident edit INC-1")
    await adas.choose("Impact", "Critical")
    await adas.choose("API", "Major outage")
    assert (await adas.submit()).is_accepted

    await bobs.presses("Preview")

    await stage.sandbox.until(lambda: "*Preview*" in bobs.text)
    assert (bobs.value("Impact"), bobs.value("API")) == ("Critical", "Major outage")
    assert (await bobs.submit()).is_accepted
    await stage.reply(announcement, 2)
    incident = (await FindIncidents(stage.application.database).by_number(1)).incident
    assert (incident.impact, list(incident.components.values())) == (Impact.CRITICAL, [ComponentStatus.MAJOR_OUTAGE])


async def test_a_correction_of_what_somebody_else_has_corrected_says_so_and_keeps_the_text(stage: Stage) -> None:
    await stage.declare("Slow", "A disc is full.")
    adas = await stage.form("/incident correct INC-1")
    adas.fill("Message", "Ada's words.")
    bobs = await stage.form("/incident correct INC-1 Bob's words.", by="bob")
    assert (await bobs.submit()).is_accepted

    await adas.submit()

    assert adas.is_open
    assert "*INC-1 has changed while you wrote.*" in adas.text
    assert "bob corrected update 1 less than a minute ago: Bob's words." in adas.text
    assert (adas.title, adas.button, adas.value("Message")) == ("Correct INC-1", "Apply", "Ada's words.")
    assert await said(stage) == ["Bob's words."]
    assert (await adas.submit()).is_accepted
    assert await said(stage) == ["Ada's words."]


async def test_an_untouched_correction_shows_what_somebody_else_has_made_of_the_text(stage: Stage) -> None:
    await stage.declare("Slow", "A disc is full.")
    adas = await stage.form("/incident correct INC-1")
    bobs = await stage.form("/incident correct INC-1 Bob's words.", by="bob")
    assert (await bobs.submit()).is_accepted

    await adas.presses("Preview")

    await stage.sandbox.until(lambda: "*Preview*" in adas.text)
    assert "bob corrected update 1 less than a minute ago: Bob's words." in adas.text
    assert "This is what the update says already." in adas.text
    assert adas.value("Message") == "Bob's words."


async def test_a_withdrawal_of_what_somebody_else_has_corrected_shows_it_first(stage: Stage) -> None:
    await stage.declare("Slow", "A disc is full.")
    adas = await stage.form("/incident retract INC-1")
    bobs = await stage.form("/incident correct INC-1 Bob's words.", by="bob")
    assert (await bobs.submit()).is_accepted

    await adas.submit()

    assert "bob corrected update 1 less than a minute ago: Bob's words." in adas.text
    assert "A disc is full." not in adas.text
    assert await said(stage) == ["Bob's words."]
    assert (await adas.submit()).is_accepted
    assert await said(stage) == ["This update was withdrawn."]


async def test_the_second_of_two_identical_submissions_does_nothing_twice(stage: Stage) -> None:
    announcement = await stage.declare()
    form = await stage.form("/incident update INC-1 A disk is full.")
    assert (await form.submit()).is_accepted
    submission = stage.sandbox.deliveries.last(Kind.INTERACTION, "view_submission")

    answers = await asyncio.gather(*(stage.sandbox.deliveries.redeliver(submission) for _ in range(3)))

    assert answers == [{}, {}, {}]
    await stage.reply(announcement, 2)
    assert len((await stage.summary())["incidents"][0]["incident_updates"]) == 2


async def test_a_form_says_who_else_is_writing_until_theirs_is_closed(stage: Stage) -> None:
    announcement = await stage.declare()
    bob = stage.person("bob")
    await bob.presses(announcement, "Post update")
    bobs = await bob.modal()
    assert "Also writing" not in bobs.text
    await until_noted(stage, 1)

    adas = await stage.form("/incident resolve")
    assert f"✍️ Also writing about this incident: <@{bob.id}>, since less than a minute ago" in adas.text
    await adas.presses("Preview")
    await stage.sandbox.until(lambda: "*Preview*" in adas.text)
    assert "Also writing" in adas.text
    await adas.close()

    await bobs.close()
    await until_noted(stage, 0)
    assert "Also writing" not in (await stage.form("/incident resolve")).text


async def test_who_has_sent_their_form_is_writing_no_more(stage: Stage) -> None:
    announcement = await stage.declare()
    bobs = await stage.form("/incident update INC-1 More is known.", by="bob")
    await until_noted(stage, 1)
    assert (await bobs.submit()).is_accepted
    await stage.reply(announcement, 2)

    assert "Also writing" not in (await stage.form("/incident update INC-1")).text


async def as_edited(stage: Stage) -> tuple[str, Impact, datetime]:
    incident = (await FindIncidents(stage.application.database).by_number(1)).incident
    return incident.title, incident.impact, incident.started_at


async def said(stage: Stage) -> list[str]:
    incident = (await FindIncidents(stage.application.database).by_number(1)).incident
    return [update.message for update in incident.updates]


async def until_noted(stage: Stage, count: int) -> None:
    """So many forms on INC-1 are known to be open."""
    database = stage.application.database
    while True:
        seen = database.changes.count
        async with database.reading() as uow:
            if len(await uow.open_forms.of_incident(1)) == count:
                return
        await database.changes.wait_beyond(seen)
