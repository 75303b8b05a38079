"""The words that an argument is made of: references, statuses, numbers of leaves."""

from __future__ import annotations

import re

from bot.domain.incident import IncidentStatus
from bot.slack.commands import Reference

_END = r"(?=\s|[:,](?:\s|$)|$)[:,]?\s*"
_CERTAIN = re.compile(rf"(?:inc\s*[-‐‑–—]?\s*|#)([0-9]{{1,18}}){_END}", re.IGNORECASE)
_BARE = re.compile(rf"([0-9]{{1,18}}){_END}")
_LEAF = re.compile(r"[0-9]{1,6}")
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "’"}
_AROUND_WORDS = "".join({*_QUOTES, *_QUOTES.values()}) + ".,:;!?`"


def first_word(text: str) -> tuple[str, str]:
    """The first word and the rest, whose line breaks stay. The text is not empty."""
    word, *rest = text.split(maxsplit=1)
    return word, "".join(rest)


def bare(word: str) -> str:
    """A word without its case and what clings to it."""
    return word.strip(_AROUND_WORDS).casefold()


def unquoted(text: str) -> str:
    """Without the pair of quotes around all of it, straight or smart."""
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1] and text[0] not in text[1:-1] and text[-1] not in text[1:-1]:
        return text[1:-1].strip()
    return text


def certain_reference(text: str) -> tuple[Reference | None, str]:
    """`INC-3`, `inc3` or `#3` at the beginning, and the rest."""
    match = _CERTAIN.match(text)
    if match is None:
        return None, text
    return Reference(int(match[1]), match[0].strip()), text[match.end() :]


def reference(text: str) -> tuple[Reference | None, str]:
    """As `certain_reference`, or a bare number: that is certain only where no text follows."""
    found, rest = certain_reference(text)
    if found is not None:
        return found, rest
    match = _BARE.match(text)
    if match is None:
        return None, text
    rest = text[match.end() :]
    return Reference(int(match[1]), match[0].strip(), certain=not rest), rest


def statuses(word: str) -> list[IncidentStatus]:
    """The statuses that begin so: one, if the word is clear."""
    wanted = bare(word)
    return [status for status in IncidentStatus if wanted and status.startswith(wanted)]


def leaf(word: str) -> int | None:
    return int(word) if _LEAF.fullmatch(word) else None
