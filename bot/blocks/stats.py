"""Numbers about incidents, as lines of text."""

from __future__ import annotations

from bot.domain.stats import Spread, Stats
from bot.domain.wording import IMPACT, duration


def stats_lines(numbers: Stats) -> list[str]:
    """Plain text."""
    if not numbers.total:
        return [f"No incident began in the last {numbers.days} days."]
    return [
        f"{numbers.total} {'incident' if numbers.total == 1 else 'incidents'} began in the last {numbers.days} days.",
        *(f"{page}: {count} with {IMPACT[impact].lower()} impact" for page, impact, count in numbers.counts),
        f"From the start to the first public word: {_spread(numbers.to_first_update)}",
        f"From the start to the resolution: {_spread(numbers.to_resolve)}",
    ]


def _spread(spread: Spread | None) -> str:
    if spread is None:
        return "nothing to measure"
    return f"{duration(spread.median)} (median), {duration(spread.p90)} (nine of ten)"
