"""Numbers about incidents, as lines of text."""

from __future__ import annotations

from bot.domain.stats import Spread, Stats
from bot.domain.texts import say, say_many
from bot.domain.wording import IMPACT, duration


def stats_lines(numbers: Stats) -> list[str]:
    """Plain text."""
    if not numbers.total:
        return [say("No incident began in the last {days} days.", days=numbers.days)]
    return [
        say_many(
            "{count} incident began in the last {days} days.",
            "{count} incidents began in the last {days} days.",
            numbers.total,
            days=numbers.days,
        ),
        *(
            say("{page}: {count} with {impact} impact", page=page, count=count, impact=say(IMPACT[impact]).lower())
            for page, impact, count in numbers.counts
        ),
        say("From the start to the first public word: {spread}", spread=_spread(numbers.to_first_update)),
        say("From the start to the resolution: {spread}", spread=_spread(numbers.to_resolve)),
    ]


def _spread(spread: Spread | None) -> str:
    if spread is None:
        return say("nothing to measure")
    return say("{median} (median), {most} (nine of ten)", median=duration(spread.median), most=duration(spread.p90))
