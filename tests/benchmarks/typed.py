"""What it costs to read the texts that are hardest to read: a parser that goes back and forth would hold all up."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.slack.arguments import parse
from bot.slack.plain_text import plain_text
from bot.slack.public_text import public_text
from bot.status_page.markdown import to_inline_html
from tests.benchmarks.table import Row, milliseconds, ratio
from tests.typed_text import ENDLESS

_PROSE = "We are looking into slow answers of *Checkout*. "
_READERS: dict[str, Callable[[str], object]] = {
    "a command": lambda text: parse(f"update {text}"),
    "a message's text": plain_text,
    "a message for the page": public_text,
    "Markdown on the page": to_inline_html,
}


async def run() -> list[Row]:
    return [_row(name, read) for name, read in _READERS.items()]


def _row(name: str, read: Callable[[str], object]) -> Row:
    length = len(ENDLESS[0])
    prose = (_PROSE * length)[:length]
    _seconds(read, prose)
    beside = _seconds(read, prose)
    worst, text = max((_seconds(read, text), text) for text in ENDLESS)
    return Row(name, milliseconds(worst), f"{ratio(worst, beside, 'prose')}, for {text[:4]!r} again and again")


def _seconds(read: Callable[[str], object], text: str) -> float:
    """Of the processor: others may be busy on it, too."""
    begun = time.process_time()
    read(text)
    return time.process_time() - begun
