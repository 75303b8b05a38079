"""Numbers about incidents as a picture."""

from __future__ import annotations

import resvg_py

from bot.domain.incident import Impact
from bot.domain.stats import Stats
from bot.domain.texts import say
from bot.domain.wording import IMPACT
from bot.status_page.templates import fill

_COLOURS = {
    Impact.NONE: "#5b6770",
    Impact.MAINTENANCE: "#1d70b8",
    Impact.MINOR: "#9d6914",
    Impact.MAJOR: "#b1440e",
    Impact.CRITICAL: "#bd0812",
}
_WIDEST = 340
_LABEL = 32  # characters


def chart(numbers: Stats) -> bytes:
    """A PNG with a bar for each page and impact."""
    most = max((count for _, _, count in numbers.counts), default=1)
    rows = [
        {
            "label": f"{page[:_LABEL]}, {say(IMPACT[impact]).lower()}",
            "width": max(4, _WIDEST * count // most),
            "colour": _COLOURS[impact],
            "count": count,
        }
        for page, impact, count in numbers.counts
    ]
    svg = fill("stats.svg", title=say("Incidents of the last {days} days", days=numbers.days), rows=rows)
    return bytes(resvg_py.svg_to_bytes(svg_string=svg.decode()))
