"""What the page will show is seen before the public sees it."""

from datetime import UTC, datetime

from tests.journeys.stage import Stage


async def test_a_preview_shows_headline_components_and_text(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    await stage.declare("Slow", "We are looking into it.", "API")
    form = await stage.form("/incident update INC-1")
    assert "The page's headline" not in form.text
    form.fill("Message", "A **disk** is full on [the list](https://example.com).")
    await form.choose("Status", "Identified")
    await form.choose("API", "Major outage")

    await form.presses("Preview")

    await stage.sandbox.until(lambda: "*Preview*" in form.text)
    assert "The page's headline: Partially Degraded Service → *Partial System Outage*" in form.text
    assert "🔴 API: Degraded performance → *Major outage*" in form.text
    assert "Website: " not in form.text
    assert "*Identified* – Slow\nA *disk* is full on <https://example.com|the list>." in form.text
    assert "It does not say when you will write next." in form.text
    assert (form.value("Status"), form.value("API")) == ("Identified", "Major outage")
    assert (await form.submit()).is_accepted


async def test_a_choice_of_components_brings_the_preview(stage: Stage) -> None:
    await stage.add_components("API")
    form = await stage.form("/incident new Slow")

    await form.choose("Affected components", "API")

    await stage.sandbox.until(
        lambda: "The page's headline: All Systems Operational → *Degraded System Service*" in form.text
    )
    assert "🟡 API: Operational → *Degraded performance*" in form.text


async def test_a_resolution_that_frees_nothing_says_so(stage: Stage) -> None:
    await stage.add_components("API")
    await stage.declare("Slow", "We are looking into it.", "API")
    await stage.declare("Slower", "We are looking into it.", "API")
    form = await stage.form("/incident resolve INC-1 All is well.")

    await form.presses("Preview")

    await stage.sandbox.until(lambda: "The page's headline stays *Degraded System Service*" in form.text)
    assert "No component changes." in form.text
    assert "*Resolved* – Slow\nAll is well." in form.text
    assert form.title == "Resolve INC-1"
    assert (await form.submit()).is_accepted


async def test_an_internal_incident_previews_what_publishing_shows(stage: Stage) -> None:
    await stage.add_components("API")
    form = await stage.form("/incident new Slow")
    form.fill("Message", "Ask @ada.")
    await form.choose("Affected components", "API")
    await form.choose("Publish to the status page now")
    await form.presses("Preview")
    await stage.sandbox.until(lambda: "Internal: the public would see nothing of it." in form.text)
    assert (await form.submit()).is_accepted

    [announcement] = await stage.sandbox.until(lambda: stage.sandbox.messages("incidents"))
    await stage.ada.presses(announcement, "Publish")
    form = await stage.ada.modal()
    form.fill("Message", "It will be fixed soon; @bob is on it.")
    await form.presses("Preview")

    await stage.sandbox.until(lambda: "All Systems Operational → *Degraded System Service*" in form.text)
    assert "“@bob” names a person in Slack." in form.text
    assert "“will be fixed” is a promise." in form.text


async def test_an_edit_previews_what_changes_and_what_could_not_be_sent(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    await stage.declare("Slow", "We are looking into it.", "API")
    form = await stage.form("/incident edit INC-1")
    form.fill("Title", "Website slow")
    await form.choose("Impact", "Critical")
    form.set_time("Started", datetime(2099, 1, 1, tzinfo=UTC))

    await form.presses("Preview")

    await stage.sandbox.until(lambda: "⚠️ It can't have started after it was resolved, nor in the future." in form.text)
    form.set_time("Started", datetime(2026, 3, 1, 10, 0, tzinfo=UTC))
    await form.choose("Affected components", "Website")
    await stage.sandbox.until(lambda: "Title: Slow → *Website slow*" in form.text)
    assert "Impact: Minor → *Critical*" in form.text
    assert "→ *<!date^1772359200^" in form.text
    assert "The page's headline stays *Partially Degraded Service*" in form.text
    assert "🟢 API: Degraded performance → *Operational*" in form.text
    assert "🟡 Website: Operational → *Degraded performance*" in form.text
    assert (form.value("Title"), form.value("Impact")) == ("Website slow", "Critical")
    assert (await form.submit()).is_accepted


async def test_a_correction_previews_the_text_that_the_page_will_show(stage: Stage) -> None:
    announcement = await stage.declare("Slow", "A disc is full.")
    form = await stage.form("/incident update INC-1 More.")
    assert (await form.submit()).is_accepted
    await stage.reply(announcement, 2)
    form = await stage.form("/incident correct INC-1")

    await form.presses("Preview")
    await stage.sandbox.until(lambda: "⚠️ This is what the update says already." in form.text)
    await form.choose("Update", "1. Investigating: A disc is full.")
    await stage.sandbox.until(lambda: form.value("Message") == "A disc is full.")
    assert "*Preview*" not in form.text
    form.fill("Message", "A **disk** of db3.internal is full.")
    await form.presses("Preview")

    await stage.sandbox.until(lambda: "*Investigating* – Slow\nA *disk* of" in form.text)
    assert "The page marks it as corrected" in form.text
    assert "“db3.internal”" in form.text


async def test_a_past_incident_previews_where_it_will_stand_and_both_texts(stage: Stage) -> None:
    await stage.add_components("API")
    form = await stage.form("/incident backfill Logins failed")
    await form.presses("Preview")
    await stage.sandbox.until(lambda: "⚠️ Set when it began and when it was over." in form.text)
    form.set_time("Started", datetime(2026, 3, 1, 10, 0, tzinfo=UTC))
    form.set_time("Resolved", datetime(2026, 3, 1, 11, 30, tzinfo=UTC))
    form.fill("Message", "Nobody could **sign in**.")
    form.fill("Resolution", "Everybody can sign in.")
    await form.choose("Affected components", "API")
    await stage.sandbox.until(lambda: "API" in form.labels)
    await form.choose("API", "Major outage")

    await form.presses("Preview")

    await stage.sandbox.until(lambda: "🔴 API: *Major outage*" in form.text)
    assert "In the history of Acme, under *March 2026*" in form.text
    assert "for 1 h 30 min · Impact: *Critical*" in form.text
    assert "*Investigating* – Logins failed\nNobody could *sign in*." in form.text
    assert "*Resolved* – Logins failed\nEverybody can sign in." in form.text
    assert (await form.submit()).is_accepted
