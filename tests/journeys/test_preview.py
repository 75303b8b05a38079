"""What the page will show is seen before the public sees it."""

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
