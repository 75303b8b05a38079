"""What a person can read in blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any


def text_of(text: dict[str, Any] | None) -> str:
    return "" if text is None else str(text["text"])


def texts_of(blocks: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Labels, hints, buttons and options among them, in the order shown."""
    for block in blocks:
        yield from _texts(block)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        if value.get("type") in {"plain_text", "mrkdwn", "markdown", "text"} and "text" in value:
            yield str(value["text"])
            return
        for key, each in value.items():
            if key not in {"confirm", "options", "option_groups", "initial_option", "initial_options"}:
                yield from _texts(each)
