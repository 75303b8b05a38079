"""A component or a page is retired or removed while somebody fills in a form for it."""

from __future__ import annotations

import pytest

from bot.sandbox.modal import Modal
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.origin import COMMAND_LINE
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
