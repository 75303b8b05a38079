"""The colours of a page that its owner may choose, held to what everybody can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.domain.errors import Invalid
from bot.domain.look import ENOUGH_CONTRAST, Accent, contrast
from bot.domain.texts import say

_COLOUR = re.compile(r"#[0-9a-f]{6}")


#: The custom properties of style.css that are colours, with what they are there.
PALETTE = MappingProxyType(
    {
        "paper": Accent("#f7f7f4", "#10151b"),
        "surface": Accent("#ffffff", "#181f27"),
        "ink": Accent("#16202b", "#e9edf1"),
        "soft": Accent("#55606c", "#a3afba"),
        "line": Accent("#e0e2de", "#2c3641"),
        "shade": Accent("#eeefeb", "#242d37"),
        "ok": Accent("#00703c", "#58c98b"),
        "minor": Accent("#946010", "#e6b450"),
        "major": Accent("#b1440e", "#f4935a"),
        "critical": Accent("#bd0812", "#ff8680"),
        "maintenance": Accent("#1d66a8", "#7dbcf5"),
        "notice": Accent("#55606c", "#a3afba"),
        "link": Accent("#14588f", "#8fc7f7"),
    }
)
_BEHIND_TEXT = ("paper", "surface")
_NO_TEXT = {*_BEHIND_TEXT, "line", "shade"}

Colours = Mapping[str, Accent]


def colours_with(before: Colours, given: Iterable[str]) -> dict[str, Accent]:
    """`paper=#fff8f0`, `paper=#fff8f0,#1a1410` for light and dark, `paper=` for the usual one again.

    Raises Invalid for a name or a value that is none, and for colours on which text can't be read.
    """
    colours = dict(before)
    for each in given:
        name, equals, value = each.lower().replace(" ", "").removeprefix("--").partition("=")
        if not equals or name not in PALETTE:
            raise Invalid(
                say(
                    "“{name}” names no colour of the page. Write it like paper=#fff8f0; there are: {names}.",
                    name=each,
                    names=", ".join(PALETTE),
                ),
                field="colours",
            )
        colours.pop(name, None)
        if value:
            colours[name] = _shades(name, value)
    _require_readable(colours)
    return colours


def _shades(name: str, value: str) -> Accent:
    light, _, dark = value.partition(",")
    shades = Accent(light or PALETTE[name].light, dark or PALETTE[name].dark)
    for colour in (shades.light, shades.dark):
        if not _COLOUR.fullmatch(colour):
            raise Invalid(say("“{colour}” is not a colour. Write it like #14588f.", colour=colour), field="colours")
    return shades


def _require_readable(colours: Colours) -> None:
    all_of_them = {**PALETTE, **colours}
    for name, shades in all_of_them.items():
        for behind in _BEHIND_TEXT if name not in _NO_TEXT else ():
            for scheme in ("light", "dark"):
                colour, ground = getattr(shades, scheme), getattr(all_of_them[behind], scheme)
                ratio = contrast(colour, ground)
                if (name in colours or behind in colours) and ratio < ENOUGH_CONTRAST:
                    raise Invalid(
                        say(
                            "{name} ({colour}) can't be read on {behind} ({ground}) in the {scheme} scheme: the "
                            "contrast is {ratio:.1f}, and 4.5 is the least that WCAG AA wants. "
                            "Choose another one of the two.",
                            name=name,
                            colour=colour,
                            behind=behind,
                            ground=ground,
                            scheme=scheme,
                            ratio=ratio,
                        ),
                        field="colours",
                    )
