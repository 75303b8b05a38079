from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.domain.errors import Invalid
from bot.domain.look import Accent
from bot.domain.palette import PALETTE, colours_with

STYLE = (Path(__file__).parents[2] / "templates" / "status_page" / "style.css").read_text(encoding="utf-8")


def test_the_usual_colours_are_those_of_the_style_sheet() -> None:
    for scheme, declared in zip(("light", "dark"), re.findall(r":root \{(.*?)\}", STYLE, re.S)[:2], strict=True):
        colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", declared))
        assert {name: getattr(each, scheme) for name, each in PALETTE.items()} == {
            name: f"#{value[1:] * 2}" if len(value) == 4 else value for name, value in colours.items()
        }


def test_colours_are_given_for_light_or_for_both_and_taken_away() -> None:
    colours = colours_with({}, ["paper=#FFF8F0", "--line=#cccccc, #333333"])

    assert colours == {"paper": Accent("#fff8f0", PALETTE["paper"].dark), "line": Accent("#cccccc", "#333333")}
    assert colours_with(colours, ["paper="]) == {"line": Accent("#cccccc", "#333333")}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("paper", "“paper” names no colour of the page"),
        ("background=#ffffff", "“background=#ffffff” names no colour"),
        ("paper=red", "“red” is not a colour"),
        ("paper=#fff8f0;}body{display:none", "is not a colour"),
        ("paper=url(https://example.com)", "is not a colour"),
        ("ink=#cccccc", "can't be read on paper"),
        ("paper=#222222", "in the light scheme"),
        ("ok=#00703c,#002b17", "in the dark scheme"),
    ],
)
def test_what_is_no_colour_or_can_not_be_read_is_refused(given: str, why: str) -> None:
    with pytest.raises(Invalid, match=re.escape(why)):
        colours_with({}, [given])
