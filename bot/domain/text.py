"""What may stand in a text that a person typed, on every way in."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.errors import Invalid
from bot.domain.texts import later, say

TITLE_LIMIT = 150
MESSAGE_LIMIT = 3_000
NAME_LIMIT = 75  # an option of a Slack select holds no more
DESCRIPTION_LIMIT = 500
REASON_LIMIT = 500
POSTMORTEM_LIMIT = 20_000

_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = frozenset({"Cc", "Cs"})  # controls, and halves of a surrogate pair, which UTF-8 refuses
# Embeddings, overrides and isolates let one text reorder what stands beside it; marks (U+200E, U+200F) do not.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


_NAMES = {
    "title": later("title"),
    "message": later("message"),
    "name": later("name"),
    "note": later("note"),
    "postmortem": later("postmortem"),
    "reason": later("reason"),
    "description": later("description"),
}


def clean(text: str) -> str:
    """Strip control characters, keep newlines, and cut white space at both ends."""
    return uncontrolled(text).strip()


def uncontrolled(text: str) -> str:
    """Without control characters; newlines, and white space at both ends, are kept."""
    text = _LINE_BREAKS.sub("\n", text).replace("\t", "    ")
    kept = (
        char
        for char in text
        if char == "\n"
        or not (unicodedata.category(char) in _UNSEEN or char in _BIDI_CONTROLS or _is_noncharacter(char))
    )
    return "".join(kept)


def _is_noncharacter(char: str) -> bool:
    """The 66 code points that Unicode sets aside for ever; XML refuses some of them."""
    code = ord(char)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def clean_line(text: str) -> str:
    """As `clean`, on one line."""
    return " ".join(clean(text).split())


def valid_title(text: str) -> str:
    """Raises Invalid unless the title has 1 to 150 characters."""
    return _bounded(clean_line(text), name="title", limit=TITLE_LIMIT)


def valid_message(text: str) -> str:
    """Raises Invalid unless the message has 1 to 3,000 characters."""
    return _bounded(clean(text), name="message", limit=MESSAGE_LIMIT)


def valid_name(text: str) -> str:
    """Raises Invalid unless a name of a page, group or component has 1 to 75 characters."""
    return _bounded(clean_line(text), name="name", limit=NAME_LIMIT)


def valid_note(text: str) -> str:
    """Raises Invalid unless the note has 1 to 3,000 characters."""
    return _bounded(clean(text), name="note", limit=MESSAGE_LIMIT)


def valid_postmortem(text: str) -> str:
    """Raises Invalid unless the postmortem has 1 to 20,000 characters."""
    return _bounded(clean(text), name="postmortem", limit=POSTMORTEM_LIMIT)


def valid_reason(text: str) -> str:
    """Raises Invalid unless the reason for an act has 1 to 500 characters."""
    return _bounded(clean_line(text), name="reason", limit=REASON_LIMIT)


def valid_description(text: str) -> str:
    """An empty description is none. Raises Invalid above 500 characters."""
    cleaned = clean_line(text)
    if len(cleaned) > DESCRIPTION_LIMIT:
        raise _too_long("description", len(cleaned), DESCRIPTION_LIMIT)
    return cleaned


def _bounded(text: str, *, name: str, limit: int) -> str:
    # White space and format characters alone would show as nothing.
    if not any(char.isprintable() and not char.isspace() for char in text):
        empty = say("The {name} is empty. Write 1 to {limit:,} characters.", name=say(_NAMES[name]), limit=limit)
        raise Invalid(empty, field=name)
    if len(text) > limit:
        raise _too_long(name, len(text), limit)
    return text


def _too_long(name: str, length: int, limit: int) -> Invalid:
    return Invalid(
        say(
            "The {name} has {length:,} characters; at most {limit:,} fit. Shorten it.",
            name=say(_NAMES[name]),
            length=length,
            limit=limit,
        ),
        field=name,
    )
