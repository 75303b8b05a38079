"""Of a cancelled incident nothing is said but that it was cancelled, and no form opens that can't be sent."""

from __future__ import annotations

import pytest

from bot.use_cases.find_incidents import FindIncidents
from tests.journeys.stage import Stage

CANCELLED = "INC-1 was cancelled: it was declared by mistake."
COMMANDS = (
    *(f"{verb} INC-1 Found it." for verb in ("update", "resolve", "reopen", "publish", "correct", "cancel")),
    *("retract INC-1", "edit INC-1", "lead INC-1", "handoff INC-1 @bob"),
)


async def cancel(stage: Stage) -> None:
    form = await stage.form("/incident cancel INC-1 A test", by="bob")
    assert (await form.submit()).is_accepted


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_about_it_is_refused_and_gives_back_what_was_typed(stage: Stage, command: str) -> None:
    await stage.declare()
    await cancel(stage)

    await stage.ada.types(f"/incident {command}")

    await stage.ada.is_told(CANCELLED, *(["What you typed:\nFound it."] if "Found it." in command else []))
    assert not stage.ada.has_modal
    assert (await FindIncidents(stage.application.database).by_number(1)).incident.lead_slack_id is None


@pytest.mark.parametrize("command", ["resolve INC-1", "publish INC-1", "update INC-1", "correct INC-1"])
async def test_a_form_that_is_sent_after_it_says_so_and_keeps_what_was_typed(stage: Stage, command: str) -> None:
    form = await stage.form("/incident new Slow")
    form.fill("Message", "We are looking into it.")
    if "publish" in command:
        await form.choose("Publish to the status page now")
    assert (await form.submit()).is_accepted
    form = await stage.form(f"/incident {command}")
    form.fill("Message", "It works again.")
    await cancel(stage)

    assert not (await form.submit()).is_accepted

    assert form.errors == {"Message": f"{CANCELLED} Declare a new incident instead."}
    assert form.value("Message") == "It works again."


@pytest.mark.parametrize(("command", "field"), [("resolve", "Message"), ("update", "Message"), ("edit", "Title")])
async def test_a_preview_after_it_gives_back_what_was_typed(stage: Stage, command: str, field: str) -> None:
    await stage.declare()
    form = await stage.form(f"/incident {command} INC-1")
    form.fill(field, "It works again.")
    await cancel(stage)

    await form.presses("Preview")

    await stage.sandbox.until(lambda: CANCELLED in form.text)
    assert form.button is None
    assert "What you typed:\nIt works again." in form.text
