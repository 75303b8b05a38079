"""`/incident update` and `/incident status`: the form filled with what was typed, one click away from the page."""

from bot.sandbox.person import buttons_of, readable
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.edit_page import EditPage, PageChange
from bot.use_cases.origin import COMMAND_LINE
from tests.journeys.stage import Stage


async def test_what_was_typed_is_published_with_one_click(stage: Stage) -> None:
    announcement = await stage.declare()
    form = await stage.form("/incident update INC-1 A disk is full.")
    assert (form.title, form.value("Status"), form.value("Message")) == (
        "Update INC-1",
        "Investigating",
        "A disk is full.",
    )

    assert (await form.submit()).is_accepted

    reply = await stage.reply(announcement, 2)
    assert "A disk is full." in readable(reply)
    assert "ada" in readable(reply)
    assert not reply.is_broadcast
    await stage.page_shows(lambda html: "A disk is full." in html)
    await stage.sandbox.until(lambda: "A disk is full." in readable(announcement))


SHORTENED = {
    "status inv": "Investigating",
    "status id": "Identified",
    "status mon We watch it.": "Monitoring",
    "status INC-1 identified": "Identified",
    "status 1 ident": "Identified",
    "STATUS Monitoring": "Monitoring",
}


async def test_a_status_may_be_shortened(stage: Stage) -> None:
    await stage.declare()

    for typed, status in SHORTENED.items():
        form = await stage.form(f"/incident {typed}")

        assert (form.title, form.value("Status")) == ("Update INC-1", status)
        await form.close()


async def test_the_status_resolved_opens_the_resolve_form(stage: Stage) -> None:
    await stage.declare()

    form = await stage.form("/incident status res All is well.")

    assert (form.title, form.value("Message")) == ("Resolve INC-1", "All is well.")


async def test_a_status_that_is_none_is_named_with_those_that_are(stage: Stage) -> None:
    await stage.declare()

    await stage.ada.types("/incident status broken")

    await stage.ada.is_told("“broken” is not a status", "investigating, identified, monitoring or resolved")


async def test_a_changed_status_is_shown_in_the_channel_too(stage: Stage) -> None:
    announcement = await stage.declare()

    form = await stage.form("/incident status identified A disk is full.")
    assert (await form.submit()).is_accepted

    assert (await stage.reply(announcement, 2)).is_broadcast
    assert not (await stage.reply(announcement, 1)).is_broadcast


async def test_the_page_can_keep_changes_of_status_in_the_thread(stage: Stage) -> None:
    await EditPage(stage.application.database, utc_now)(
        PageChange(slug="acme", announce_changes=False), actor=OPERATOR, origin=COMMAND_LINE
    )
    announcement = await stage.declare()

    form = await stage.form("/incident status identified A disk is full.")
    assert (await form.submit()).is_accepted
    assert not (await stage.reply(announcement, 2)).is_broadcast

    form = await stage.form("/incident resolve All is well.")
    assert (await form.submit()).is_accepted
    assert (await stage.reply(announcement, 3)).is_broadcast


async def test_an_update_that_reopens_asks_first(stage: Stage) -> None:
    announcement = await stage.declare()
    form = await stage.form("/incident resolve INC-1 All is well.")
    assert (await form.submit()).is_accepted
    await stage.reply(announcement, 2)

    form = await stage.form("/incident update INC-1 It is back.")
    await form.choose("Status", "Investigating")
    refused = await form.submit()
    assert not refused.is_accepted
    assert form.value("Message") == "It is back."
    [box] = [label for label in form.labels if "is resolved" in label]
    await form.choose(box, "Reopen INC-1")
    assert (await form.submit()).is_accepted

    await stage.page_shows(lambda html: "It is back." in html)
    assert (await stage.summary())["incidents"][0]["status"] == "investigating"


async def test_without_a_number_several_open_incidents_are_offered(stage: Stage) -> None:
    await stage.declare("One")
    await stage.declare("Two")

    await stage.ada.types("/incident update More is known.")
    picker = await stage.ada.modal()
    assert "One" in picker.text
    assert "Two" in picker.text
    await picker.presses("Update INC-1")

    form = await stage.ada.modal(title="Update INC-1")
    assert form.value("Message") == "More is known."


async def test_with_nothing_open_it_says_so_and_offers_to_declare(stage: Stage) -> None:
    await stage.ada.types("/incident update Website is slow")

    told = await stage.ada.is_told("Website is slow")
    assert "Declare incident" in buttons_of(told)
    await stage.ada.presses(told, "Declare incident")

    form = await stage.ada.modal(title="Declare incident")
    assert form.value("Title") == "Website is slow"


async def test_an_incident_that_is_not_there_is_named(stage: Stage) -> None:
    await stage.ada.types("/incident update INC-70 More.")

    await stage.ada.is_told("There is no INC-70.")
