"""`/incident new`: from the command to the thread and the public page."""

import pytest

from bot.sandbox.person import buttons_of, readable
from tests.journeys.stage import Stage


async def test_a_declared_incident_is_announced_in_its_thread_and_on_the_page(stage: Stage) -> None:
    await stage.add_components("Website", "API")
    form = await stage.form("/incident new Website loading slowly")
    assert (form.title, form.button) == ("Declare incident", "Declare")
    assert form.labels[:5] == ["Title", "Status page", "Status", "Message", "Affected components"]
    assert (form.value("Title"), form.value("Status page")) == ("Website loading slowly", "Acme")
    assert form.value("Status") == "Investigating"

    form.fill("Message", "Pages take **ten seconds**. We are looking into it.")
    await form.choose("Affected components", "Website")
    await stage.sandbox.until(lambda: "Website" in form.labels)
    assert form.value("Website") == "Degraded performance"
    await form.choose("Website", "Partial outage")
    assert (await form.submit()).is_accepted

    assert not stage.ada.has_modal
    [announcement] = await stage.sandbox.until(lambda: stage.sandbox.messages("incidents"))
    assert "Website loading slowly" in readable(announcement)
    assert buttons_of(announcement) == ["Post update", "Resolve", "View on status page", "Take the lead"]
    first = await stage.reply(announcement, 1)
    assert "Pages take *ten seconds*." in readable(first)
    assert "On the page" in readable(first)

    page = await stage.page_shows(lambda html: "Website loading slowly" in html)
    assert "<strong>ten seconds</strong>" in page
    summary = await stage.summary()
    assert summary["status"] == {"indicator": "minor", "description": "Minor Service Outage"}
    assert {c["name"]: c["status"] for c in summary["components"]} == {
        "Website": "partial_outage",
        "API": "operational",
    }


@pytest.mark.parametrize("verb", ["new", "backfill"])
async def test_a_title_of_two_lines_stands_in_one(stage: Stage, verb: str) -> None:
    form = await stage.form(f"/incident {verb} Website slow\nsince noon")

    assert form.value("Title") == "Website slow since noon"
