"""Messages that a page keeps ready fill the form, and never at the price of what was typed."""

from functools import partial

from bot.sandbox.modal import Modal
from bot.sandbox.person import readable
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.keep_ready_message import KeepReadyMessage
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.remove_ready_message import RemoveReadyMessage
from tests.journeys.stage import Stage

SELECT = "Ready-made message"


async def keep(stage: Stage, name: str, text: str, *, page: str = "acme") -> None:
    verb = KeepReadyMessage(stage.application.database, utc_now)
    await verb(page, name, text, actor=OPERATOR, origin=COMMAND_LINE)


async def test_a_page_without_ready_messages_has_no_such_field(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")

    assert SELECT not in form.labels


async def test_a_ready_message_is_filled_with_the_names_and_follows_the_components(stage: Stage) -> None:
    await stage.add_components("API", "Website")
    await keep(stage, "Slow", "{component} of {page} is slow.")
    form = await stage.form("/incident new Slow")

    await form.choose(SELECT, "Slow")
    await stage.sandbox.until(lambda: form.value("Message") == "Acme of Acme is slow.")
    await form.choose("Affected components", "API", "Website")
    await stage.sandbox.until(lambda: form.value("Message") == "API and Website of Acme is slow.")
    assert "API and Website of Acme is slow." in form.text

    assert (await form.submit()).is_accepted
    await stage.page_shows(lambda html: "API and Website of Acme is slow." in html)


async def test_another_choice_replaces_what_was_filled_in_and_keeps_what_was_typed(stage: Stage) -> None:
    announcement = await stage.declare()
    await keep(stage, "One", "The first.")
    await keep(stage, "Two", "The second.")
    form = await stage.form("/incident update INC-1")
    assert form.options(SELECT) == ["One", "Two"]

    await form.choose(SELECT, "One")
    await stage.sandbox.until(lambda: form.value("Message") == "The first.")
    await form.choose(SELECT, "Two")
    await stage.sandbox.until(lambda: form.value("Message") == "The second.")
    form.fill("Message", "The second, as I say it.")
    await form.presses("Preview")
    await stage.sandbox.until(lambda: "– Website loading slowly\nThe second, as I say it." in form.text)
    await form.choose(SELECT, "One")
    await stage.sandbox.until(lambda: form.value("Message") == "The second, as I say it.\n\nThe first.")

    assert (await form.submit()).is_accepted
    assert "The first." in readable(await stage.reply(announcement, 2))


async def test_every_form_that_posts_an_update_offers_them(stage: Stage) -> None:
    await stage.add_components("API")
    await stage.declare("Slow", "We are looking into it.", "API")
    await keep(stage, "Again", "{component}: as before.")

    for number, verb in enumerate(("resolve", "reopen"), start=2):
        form = await stage.form(f"/incident {verb} INC-1")
        await form.choose(SELECT, "Again")
        await stage.sandbox.until(partial(_says, form, "API: as before."))
        assert (await form.submit()).is_accepted
        assert not form.is_open
        announcement = stage.sandbox.messages("incidents")[0]
        assert "API: as before." in readable(await stage.reply(announcement, number))


async def test_each_page_offers_its_own(stage: Stage) -> None:
    await stage.add_page("other")
    await keep(stage, "Ours", "Of {page}.")
    await keep(stage, "Theirs", "Of {page}.", page="other")
    form = await stage.form("/incident new Slow")
    await form.choose(SELECT, "Ours")
    await stage.sandbox.until(lambda: form.value("Message") == "Of Acme.")

    await form.choose("Status page", "Other")
    await stage.sandbox.until(lambda: form.options(SELECT) == ["Theirs"])

    assert form.value("Message") == "Of Acme."


async def test_an_admin_keeps_changes_and_removes_messages_from_home(stage: Stage) -> None:
    view = await messages_of(stage)
    assert "*Acme* keeps no message ready yet." in view.text

    await view.presses("Add a message")
    form = await stage.ada.modal(title="Add a message")
    form.fill("Name", "Slow")
    form.fill("Message", "{who} is slow.")
    assert not (await form.submit()).is_accepted
    assert form.errors == {"Message": "“{who}” stands for nothing. There are {component} and {page}."}
    form.fill("Message", "{component} is slow.")
    assert (await form.submit()).is_accepted
    await stage.sandbox.until(lambda: "*Slow*\n{component} is slow." in view.text)
    await keep(stage, "Back", "All is well.")

    await view.presses("Add a message")
    form = await stage.ada.modal(title="Add a message")
    form.fill("Name", "Slow")
    form.fill("Message", "Another one.")
    assert not (await form.submit()).is_accepted
    assert form.errors == {"Name": "There is a ready-made message “Slow” already. Change that one, or its name."}
    await form.close()

    await view.picks("Edit", beside="*Slow*")
    form = await stage.ada.modal(title="Edit message")
    assert form.value("Message") == "{component} is slow."
    form.fill("Name", "Back")
    assert not (await form.submit()).is_accepted
    assert list(form.errors) == ["Name"]
    form.fill("Name", "Very slow")
    form.fill("Message", "{component} is very slow.")
    assert (await form.submit()).is_accepted
    await stage.sandbox.until(lambda: "*Very slow*\n{component} is very slow." in view.text)

    await view.picks("Remove", beside="*Back*")
    assert (await (await stage.ada.modal(title="Remove message")).submit()).is_accepted
    await stage.sandbox.until(lambda: "*Back*" not in view.text)
    await view.presses("Components")
    await stage.sandbox.until(lambda: "names nothing yet" in view.text)
    await view.close()

    form = await stage.form("/incident new Something")
    assert form.options(SELECT) == ["Very slow"]


async def test_what_another_admin_removed_meanwhile_is_said_and_the_text_stays(stage: Stage) -> None:
    await keep(stage, "Slow", "{component} is slow.")
    view = await messages_of(stage)
    await view.picks("Edit", beside="*Slow*")
    form = await stage.ada.modal(title="Edit message")
    form.fill("Message", "{component} is very slow.")
    verb = RemoveReadyMessage(stage.application.database, utc_now)
    await verb("acme", "Slow", actor=OPERATOR, origin=COMMAND_LINE)

    assert not (await form.submit()).is_accepted

    assert form.errors == {"Name": "“Acme” has no ready-made message “Slow”. There is none at all."}
    assert form.value("Message") == "{component} is very slow."


async def messages_of(stage: Stage) -> Modal:
    """The list of them, as an admin sees it."""
    stage.ada.opens_home()
    home = await stage.ada.home("Open incidents")
    await home.presses("Manage pages")
    view = await stage.ada.modal(title="Status pages")
    await view.picks("Components", beside="*Acme*")
    await stage.sandbox.until(lambda: view.title == "Acme")
    await view.presses("Ready-made messages")
    await stage.sandbox.until(lambda: "Add a message" in view.buttons)
    return view


def _says(form: Modal, message: str) -> bool:
    return bool(form.value("Message") == message)
