"""A component or a page is retired or removed while somebody fills in a form for it."""

from __future__ import annotations

import pytest

from bot.sandbox.modal import Modal
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.remove_page import RemovePage
from bot.use_cases.retire_component import RetireComponent
from tests.journeys.stage import Stage


async def retire(stage: Stage, component: str) -> None:
    await RetireComponent(stage.application.database, utc_now)("acme", component, actor=OPERATOR, origin=COMMAND_LINE)


async def choosing(stage: Stage, command: str, *components: str) -> Modal:
    form = await stage.form(f"/incident {command}")
    form.fill("Message", "We are looking into it.")
    await form.choose("Affected components", *components)
    await stage.sandbox.until(lambda: set(components) <= set(form.labels))
    return form


@pytest.mark.parametrize("command", ["new Slow", "update INC-1"])
async def test_a_component_that_was_retired_meanwhile_is_named(stage: Stage, command: str) -> None:
    await stage.add_components("API", "Website")
    await stage.declare("Slower")
    form = await choosing(stage, command, "API", "Website")
    await retire(stage, "Website")

    assert not (await form.submit()).is_accepted

    assert form.errors == {
        "Affected components": "“Website” is retired, so it is not on the page “Acme” any more. "
        "Take it out of the affected components."
    }
    await form.choose("Affected components", "API")
    assert (await form.submit()).is_accepted


@pytest.mark.parametrize("command", ["new Slow", "update INC-1"])
async def test_a_form_goes_on_without_a_component_that_was_retired_meanwhile_and_says_so(
    stage: Stage, command: str
) -> None:
    await stage.add_components("API", "Website")
    await stage.declare("Slower")
    form = await choosing(stage, command, "API", "Website")
    await retire(stage, "Website")

    await form.presses("Preview")

    await stage.sandbox.until(lambda: "no longer among the affected components: Website" in form.text)
    assert form.value("Affected components") == ["API"]
    assert form.value("Message") == "We are looking into it."
    assert "API: Operational → *Degraded performance*" in form.text
    await form.presses("Preview")
    await stage.sandbox.until(lambda: "Retired meanwhile" not in form.text)
    assert form.value("Affected components") == ["API"]
    assert (await form.submit()).is_accepted
    assert not form.is_open


async def test_a_form_goes_on_without_the_only_component(stage: Stage) -> None:
    await stage.add_components("Website")
    form = await choosing(stage, "new Slow", "Website")
    await retire(stage, "Website")

    await form.presses("Preview")

    await stage.sandbox.until(lambda: "no longer among the affected components: Website" in form.text)
    assert "Affected components" not in form.labels


async def offers(stage: Stage, form: Modal, component: str) -> None:
    await stage.sandbox.until(
        lambda: "Affected components" in form.labels and form.options("Affected components") == [component]
    )


async def on_beta(stage: Stage, command: str) -> Modal:
    """The form, with Beta's texts and Beta chosen, which is removed then."""
    form = await stage.form(f"/incident {command}")
    await form.choose("Status page", "Beta")
    await offers(stage, form, "Mail")
    form.fill("Message", "Beta is slow.")
    await RemovePage(stage.application.database, utc_now)("beta", actor=OPERATOR, origin=COMMAND_LINE)
    return form


@pytest.fixture(params=["retired", "deleted"])
async def two_pages(stage: Stage, request: pytest.FixtureRequest) -> Stage:
    """One that had an incident is retired, and one that had none is deleted."""
    await stage.add_components("API")
    await stage.add_page("beta")
    await stage.add_components("Mail", page="beta")
    if request.param == "retired":
        form = await stage.form("/incident new Over")
        await form.choose("Status page", "Beta")
        await form.choose("Status", "Resolved")
        form.fill("Message", "It is over.")
        assert (await form.submit()).is_accepted
    return stage


@pytest.mark.parametrize("command", ["new Slow", "backfill Slow"])
async def test_nothing_goes_on_another_page_than_the_one_that_was_chosen(two_pages: Stage, command: str) -> None:
    form = await on_beta(two_pages, command)

    await form.presses("Preview")

    await two_pages.sandbox.until(lambda: "The page *Beta* is not there any more" in form.text)
    assert (form.value("Title"), form.value("Message")) == ("Slow", "Beta is slow.")
    assert form.value("Status page") is None
    assert not (await form.submit()).is_accepted
    assert "Status page" in form.errors
    await form.presses("Preview")
    await two_pages.sandbox.until(lambda: "Choose the status page that this is about." in form.text)
    await form.choose("Status page", "Acme")
    await offers(two_pages, form, "API")
    assert (form.value("Status page"), form.value("Message")) == ("Acme", "Beta is slow.")
    assert "Choose the status page" not in form.text


async def test_once_another_page_was_chosen_the_incident_stands_there(two_pages: Stage) -> None:
    form = await on_beta(two_pages, "new Slow")

    await form.submit()
    assert "The page *Beta* is not there any more" in form.text
    assert (form.value("Status page"), form.value("Message")) == (None, "Beta is slow.")
    await form.choose("Status page", "Acme")
    assert (await form.submit()).is_accepted

    await two_pages.page_shows(lambda html: "Beta is slow." in html)


async def test_a_page_that_came_since_the_form_was_opened_can_be_chosen_for_one_that_went(stage: Stage) -> None:
    form = await stage.form("/incident new Slow")
    form.fill("Message", "Mail is slow.")
    await stage.add_page("beta")
    await RemovePage(stage.application.database, utc_now)("acme", actor=OPERATOR, origin=COMMAND_LINE)

    await form.submit()
    await form.choose("Status page", "Beta")
    assert (await form.submit()).is_accepted

    await stage.page_shows(lambda html: "Mail is slow." in html, "/beta/")


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_no_components_are_found_of_a_page_that_was_deleted_meanwhile(stage: Stage) -> None:
    await stage.add_page("beta")
    await stage.add_components("Mail", page="beta")
    form = await on_beta(stage, "new Slow")
    block = next(each for each in form.view.blocks if each["block_id"].startswith("components"))

    found = await stage.sandbox.acts.suggest(stage.ada.user, form.view, block["block_id"], "components", "Mail")

    assert found == {"options": []}
