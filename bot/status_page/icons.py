"""The page's icons where there is no style sheet of the page beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup

from bot.status_page.templates import asset

_SYMBOL = re.compile(r'<symbol id="i-(\w+)"[^>]*>(.*?)</symbol>', re.S)


def _standing_alone(shape: str) -> Markup:
    """What style.css says of the icons, as attributes."""
    shape = shape.replace('<path class="f"', '<path stroke="none"').replace("<path d", '<path fill="none" d')
    return Markup(re.sub(r"<(circle|rect)", r'<\1 stroke="none"', shape))  # noqa: S704 - nobody typed it


#: What stands inside of an SVG of 20 by 20, by tone.
ICONS: Mapping[str, Markup] = MappingProxyType(
    {tone: _standing_alone(shape) for tone, shape in _SYMBOL.findall(asset("icons.svg"))}
)
