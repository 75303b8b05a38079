"""Words that are not meant for the public: the form asks, and nothing that was typed is lost."""

from datetime import UTC, datetime

from bot.sandbox.modal import Modal
from bot.sandbox.person import readable
from tests.journeys.stage import Stage

PRIVATE = "db1.internal is full, ask @bob."


async def asks(form: Modal) -> bool:
    """Whether the form, once sent, comes back with its question."""
    sent = await form.submit()
    return sent.is_accepted and form.is_open and "Private words" in form.labels


async def confirm(form: Modal) -> None:
    await form.choose("Private words", "Publish it as it is")
    assert (await form.submit()).is_accepted
    assert not form.is_open


async def test_a_declaration_asks_once_and_keeps_everything(stage: Stage) -> None:
    await stage.add_components("API")
    form = await stage.form("/incident new Slow")
    form.fill("Message", PRIVATE)
    await form.choose("Affected components", "API")
    await stage.sandbox.until(lambda: "API" in form.labels)
    await form.choose("API", "Major outage")

    assert await asks(form)

    assert "“db1.internal” is the name of an internal host." in form.text
    assert "“@bob” names a person in Slack." in form.text
    assert (form.value("Title"), form.value("Message"), form.value("API")) == ("Slow", PRIVATE, "Major outage")
    assert stage.sandbox.messages("incidents") == []
    await confirm(form)
    await stage.page_shows(lambda html: "db1.internal" in html and "Major System Outage" in html)


async def test_a_text_without_private_words_goes_through_unasked(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")
    form.fill("Message", PRIVATE)
    assert await asks(form)

    form.fill("Message", "A disk is full.")

    assert (await form.submit()).is_accepted
    await stage.page_shows(lambda html: "A disk is full." in html)


async def test_another_private_text_is_asked_about_anew(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")
    form.fill("Message", PRIVATE)
    assert await asks(form)
    await form.choose("Private words", "Publish it as it is")
    form.fill("Message", "10.0.0.1 is down.")

    assert await asks(form)

    assert "“10.0.0.1” is a private network address." in form.text
    assert form.value("Private words") in (None, [], "")
    await confirm(form)
    page = await stage.page_shows(lambda html: "10.0.0.1" in html)
    assert "db1.internal" not in page


async def test_the_question_stays_while_the_form_changes(stage: Stage) -> None:
    await stage.add_components("API")
    form = await stage.form("/incident new Slow")
    form.fill("Message", PRIVATE)
    assert await asks(form)
    await form.choose("Private words", "Publish it as it is")

    await form.choose("Affected components", "API")
    await stage.sandbox.until(lambda: "API" in form.labels)

    assert "Private words" in form.labels
    assert (await form.submit()).is_accepted


async def test_every_form_that_publishes_asks(stage: Stage) -> None:
    announcement = await stage.declare()
    for number, verb in enumerate(("update", "resolve", "reopen"), start=2):
        form = await stage.form(f"/incident {verb} INC-1 {PRIVATE}")
        assert await asks(form), verb
        await confirm(form)
        assert "db1.internal" in readable(await stage.reply(announcement, number))

    form = await stage.form("/incident correct INC-1")
    form.fill("Message", f"Correction: {PRIVATE}")
    assert await asks(form)
    assert form.value("Message") == f"Correction: {PRIVATE}"
    await confirm(form)
    await stage.page_shows(lambda html: "Correction: db1.internal" in html)

    form = await stage.form("/incident edit INC-1")
    form.fill("Title", "db1.internal")
    assert await asks(form)
    await confirm(form)


async def test_a_past_incident_asks_too(stage: Stage) -> None:
    form = await stage.form("/incident backfill Logins failed")
    form.fill("Message", "Nobody could sign in.")
    form.fill("Resolution", PRIVATE)
    form.set_time("Started", datetime(2026, 3, 1, 10, 0, tzinfo=UTC))
    form.set_time("Resolved", datetime(2026, 3, 1, 11, 0, tzinfo=UTC))

    assert await asks(form)

    await confirm(form)
    await stage.page_shows(lambda html: "Logins failed" in html, "/acme/history/2026-03")


async def test_an_internal_incident_is_asked_about_when_it_is_published(stage: Stage) -> None:
    form = await stage.form("/incident new db1.internal")
    form.fill("Message", PRIVATE)
    await form.choose("Publish to the status page now")
    assert (await form.submit()).is_accepted
    [announcement] = await stage.sandbox.until(lambda: stage.sandbox.messages("incidents"))
    form = await stage.form(f"/incident update INC-1 {PRIVATE}")
    assert (await form.submit()).is_accepted

    await stage.ada.presses(announcement, "Publish")
    form = await stage.ada.modal()
    form.fill("Message", "Pages are slow.")
    assert await asks(form)

    assert "“db1.internal” is the name of an internal host." in form.text
    await confirm(form)
    await stage.page_shows(lambda html: "Pages are slow." in html)
