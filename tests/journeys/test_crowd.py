"""More commands at once than are answered at once."""

from __future__ import annotations

import asyncio

from bot.sandbox.person import readable
from bot.slack.opening import AT_ONCE
from tests.journeys.stage import Stage

_MANY = 3 * AT_ONCE


async def test_everybody_in_a_crowd_is_answered(stage: Stage) -> None:
    asked = ["list", "show INC-99"]
    await asyncio.gather(*(stage.ada.types(f"/incident {each}") for each in asked * _MANY))

    said = stage.sandbox.channel("incidents").messages
    await stage.sandbox.until(lambda: len(said) == len(asked) * _MANY)
    answers = [readable(message) for message in said]
    assert sum("No incident is open" in answer for answer in answers) == _MANY
    assert sum("There is no INC-99" in answer for answer in answers) == _MANY


async def test_forms_that_fail_to_open_leave_room_for_others(stage: Stage) -> None:
    await asyncio.gather(*(stage.ada.types("/incident update INC-99 Text") for _ in range(_MANY)))

    await stage.ada.types("/incident new Website loading slowly")

    assert (await stage.ada.modal()).title == "Declare incident"
