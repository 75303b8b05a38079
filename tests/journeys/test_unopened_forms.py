"""A form that Slack does not open: why is said, what was typed is kept, and a button opens it after all."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox.deliveries import Kind
from bot.sandbox.faults import Fault, Loss, Lost, RateLimited, Refused, ServerError, Slow
from bot.sandbox.person import readable
from tests.journeys.stage import Stage


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Refused("expired_trigger_id"), "it took more than the three seconds that Slack gives."),
        (Refused("internal_error"), "Slack refused it (internal_error)."),
        (RateLimited(30), "Slack refused it (ratelimited)."),
        (ServerError(503), "Slack refused it (http_503)."),
        (Lost(Loss.BEFORE_THE_EFFECT), "Slack did not answer."),
    ],
)
async def test_a_form_that_slack_does_not_open_is_a_press_away(stage: Stage, fault: Fault, reason: str) -> None:
    await stage.declare()
    stage.sandbox.faults.plan("views.open", fault)

    await stage.ada.types("/incident update INC-1 The cache is cold.")
    told = await stage.ada.is_told("The form did not open", reason)
    assert not stage.ada.has_modal
    await stage.ada.presses(told, "Open the form")

    form = await stage.ada.modal()
    assert form.value("Message") == "The cache is cold."


@pytest.mark.parametrize("by", [Kind.COMMAND, Kind.INTERACTION])
async def test_a_form_that_is_open_already_is_not_said_to_be_closed(stage: Stage, by: Kind) -> None:
    announcement = await stage.declare()
    if by is Kind.COMMAND:
        await stage.ada.types("/incident update INC-1 The cache is cold.")
    else:
        await stage.ada.presses(announcement, "Post update")
    form = await stage.ada.modal()

    slow = Slow(asyncio.Event())
    stage.sandbox.faults.plan("views.open", slow)
    await stage.sandbox.deliveries.redeliver(stage.sandbox.deliveries.last(by))
    await slow.reached.wait()
    slow.released.set()
    # Answered after what would be said of the form.
    await stage.ada.types("/incident help")

    await stage.ada.is_told("Tell people")
    assert not [told for told in map(readable, stage.ada.messages_for_me()) if "did not open" in told]
    assert form.is_open
