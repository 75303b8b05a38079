"""`/incident resolve` and `/incident reopen`: what returns to normal, and what stays held by another incident."""

from bot.sandbox.person import buttons_of, readable
from tests.journeys.stage import Stage


async def statuses(stage: Stage) -> dict[str, str]:
    return {each["name"]: each["status"] for each in (await stage.summary())["components"]}


async def test_resolving_frees_what_nothing_else_holds_and_says_so_before(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    await stage.declare("One", "We are looking into it.", "API", "Website")
    await stage.declare("Two", "We are looking into it.", "API")

    form = await stage.form("/incident resolve INC-1 Over.")
    assert "Website returns to *Operational*" in form.text
    assert "API stays *Degraded performance*: held by INC-2" in form.text
    assert (await form.submit()).is_accepted

    await stage.page_shows(lambda html: "Over." in html)
    assert await statuses(stage) == {"API": "degraded_performance", "Website": "operational"}
    assert (await stage.summary())["status"]["indicator"] == "minor"


async def test_a_resolution_is_shown_in_the_channel_with_how_long_it_took(stage: Stage) -> None:
    announcement = await stage.declare("Slow")

    await stage.ada.presses(announcement, "Resolve")
    form = await stage.ada.modal()
    form.fill("Message", "All is well.")
    assert (await form.submit()).is_accepted

    reply = await stage.reply(announcement, 2)
    assert reply.is_broadcast
    assert "after less than a minute" in readable(reply)
    await stage.sandbox.until(lambda: buttons_of(announcement) == ["Post update", "View on status page"])
    assert "Resolved" in readable(announcement)


async def test_all_is_well_when_the_last_one_is_resolved(stage: Stage) -> None:
    await stage.add_components("API")
    await stage.declare("Slow", "We are looking into it.", "API")

    form = await stage.form("/incident resolve Over.")
    assert (await form.submit()).is_accepted

    page = await stage.page_shows(lambda html: "All Systems Operational" in html)
    assert "Over." in page
    assert await statuses(stage) == {"API": "operational"}


async def test_reopening_restores_the_components(stage: Stage) -> None:
    await stage.add_components("API")
    announcement = await stage.declare("Slow", "We are looking into it.", "API")
    form = await stage.form("/incident resolve Over.")
    assert (await form.submit()).is_accepted
    await stage.reply(announcement, 2)

    form = await stage.form("/incident reopen INC-1 It is back.")
    assert "API" in form.text
    assert (await form.submit()).is_accepted

    await stage.page_shows(lambda html: "It is back." in html)
    assert await statuses(stage) == {"API": "degraded_performance"}
    assert (await stage.reply(announcement, 3)).is_broadcast


async def test_reopening_needs_to_know_which(stage: Stage) -> None:
    await stage.ada.types("/incident reopen")

    await stage.ada.is_told("Say which incident to reopen")


async def test_what_is_resolved_already_can_not_be_resolved_again(stage: Stage) -> None:
    await stage.declare("Slow")
    first = await stage.form("/incident resolve INC-1 Over.")
    second = await stage.form("/incident resolve INC-1 All is well.", by="bob")
    assert (await first.submit()).is_accepted

    await second.submit()

    form = await stage.person("bob").modal(title="Update INC-1")
    assert "resolved already" in form.text
    assert form.value("Message") == "All is well."
