"""The commands that only show: the panel, list, show, components, page, help, and what is almost a command."""

import pytest

from bot.sandbox.person import buttons_of, readable
from tests.journeys.stage import Stage


async def test_the_panel_shows_what_is_open_here_with_what_can_be_done(stage: Stage) -> None:
    await stage.declare("Website loading slowly")

    await stage.ada.types("/incident")

    panel = await stage.ada.is_told("Website loading slowly", "/incident help")
    assert panel.visible_to == stage.ada.id
    assert {"Update", "Resolve", "Declare incident"} <= set(buttons_of(panel))
    await stage.ada.presses(panel, "Resolve")
    assert (await stage.ada.modal()).title == "Resolve INC-1"


async def test_the_panel_with_nothing_open_offers_to_declare(stage: Stage) -> None:
    await stage.ada.types("/incident")

    assert "Declare incident" in buttons_of(await stage.ada.is_told("/incident help"))


@pytest.mark.parametrize("verb", ["new", "declare", "create", "open"])
async def test_every_word_for_it_declares(stage: Stage, verb: str) -> None:
    form = await stage.form(f"/incident {verb} Search is down")

    assert (form.title, form.value("Title")) == ("Declare incident", "Search is down")


async def test_any_other_text_is_a_title(stage: Stage) -> None:
    form = await stage.form("/incident website is slow since noon")

    assert form.value("Title") == "website is slow since noon"


async def test_what_is_near_a_verb_is_asked_about(stage: Stage) -> None:
    await stage.declare()
    await stage.ada.types("/incident updte INC-1 More.")

    doubt = await stage.ada.is_told("Did you mean /incident update?")
    await stage.ada.presses(doubt, next(label for label in buttons_of(doubt) if label.startswith("/incident update")))

    form = await stage.ada.modal()
    assert (form.title, form.value("Message")) == ("Update INC-1", "More.")


async def test_lists_hold_what_they_say(stage: Stage) -> None:
    await stage.declare("One")
    await stage.declare("Two")
    form = await stage.form("/incident resolve INC-1 Over.")
    assert (await form.submit()).is_accepted

    await stage.ada.types("/incident list")
    shown = readable(await stage.ada.is_told("INC-2"))
    assert "INC-1" not in shown
    await stage.ada.types("/incident list resolved")
    shown = readable(await stage.ada.is_told("INC-1", "One"))
    assert "INC-2" not in shown
    for word in ("all", "history"):
        await stage.ada.types(f"/incident list {word}")
        await stage.ada.is_told("INC-1", "INC-2")


async def test_an_incident_is_shown_with_all_its_updates(stage: Stage) -> None:
    await stage.declare("Slow", "First word.")
    form = await stage.form("/incident update INC-1 Second word.")
    assert (await form.submit()).is_accepted

    await stage.ada.types("/incident show INC-1")

    shown = await stage.ada.is_told("First word.", "Second word.")
    assert {"Update", "Resolve", "View on status page"} <= set(buttons_of(shown))


async def test_components_show_what_they_are_now_by_group(stage: Stage) -> None:
    await stage.add_components("API", "Webhooks", group="Developers")
    await stage.add_components("Website")
    await stage.declare("Slow", "We are looking into it.", "API")

    await stage.ada.types("/incident components")

    shown = readable(await stage.ada.is_told("Developers"))
    assert "API" in shown
    assert "Degraded performance" in shown
    assert "Website" in shown


async def test_the_public_address_is_a_command_away(stage: Stage) -> None:
    await stage.ada.types("/incident page")

    told = await stage.ada.is_told("Acme")
    urls = [
        element.get("url")
        for block in told.blocks
        for element in [block.get("accessory"), *block.get("elements", [])]
        if element
    ]
    assert f"{stage.application.url}/acme/" in [*urls, *readable(told).replace("<", " ").replace("|", " ").split()]


async def test_help_names_every_verb(stage: Stage) -> None:
    await stage.ada.types("/incident help")

    shown = readable(await stage.ada.is_told("/incident new"))
    for verb in ("update", "status", "resolve", "reopen", "list", "show", "components", "page"):
        assert f"/incident {verb}" in shown


@pytest.mark.parametrize("typed", ["/incident", "/incident list", "/incident show INC-1", "/incident doctor"])
@pytest.mark.parametrize(("name", "why"), [("gus", "You are a guest in this workspace."), ("stella", "organisation")])
async def test_guests_and_strangers_read_only_what_is_public(stage: Stage, typed: str, name: str, why: str) -> None:
    await stage.declare("Not for everyone")
    stage.sandbox.channel("incidents").members.add(stage.person(name).id)

    await stage.person(name).types(typed)

    told = readable(await stage.person(name).is_told(why))
    assert "Not for everyone" not in told
    await stage.person(name).types("/incident page")
    await stage.person(name).is_told("Acme", "http")
