from __future__ import annotations

from datetime import timedelta

from bot.blocks.ids import OpenForm
from bot.blocks.panel import panel
from tests.blocks.builders import found
from tests.blocks.reading import assert_fits, buttons_of, text_of
from tests.domain.builders import NOON, an_incident


def test_every_open_incident_can_be_updated_and_resolved_from_the_panel() -> None:
    shown = panel([found(an_incident(number=3, title="Slow"))], now=NOON + timedelta(minutes=5))

    assert "🔴 *INC-3* Slow — Investigating, 5 min ago" in text_of(shown)
    assert [(button["text"]["text"], button["action_id"]) for button in buttons_of(shown)] == [
        ("Update", OpenForm.UPDATE),
        ("Resolve", OpenForm.RESOLVE),
        ("Declare incident", OpenForm.DECLARE),
    ]
    assert buttons_of(shown)[-1]["style"] == "primary"


def test_the_panel_says_so_when_nothing_is_open() -> None:
    shown = panel([], now=NOON)

    assert "No incident is open here." in text_of(shown)
    assert [button["text"]["text"] for button in buttons_of(shown)] == ["Declare incident"]


def test_many_open_incidents_fit_the_panel() -> None:
    shown = panel([found(an_incident(number=number, title="&" * 150)) for number in range(60)], now=NOON)

    assert "…and 50 more: `/incident list`" in text_of(shown)
    assert_fits(shown)
