"""Slack's limits, in one place, and how a text is made to fit them."""

from __future__ import annotations

from collections.abc import Sequence

SECTION_TEXT = 3_000
HEADER_TEXT = 150
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
OPTION_TEXT = 75
OPTIONS = 100
OPTION_GROUPS = 100
INPUT_TEXT = 3_000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_TITLE = 24
VIEW_BYTES = 250_000
PRIVATE_METADATA = 3_000
#: Not documented: Slack answers `msg_blocks_too_long` somewhere between 12,000 and 13,200 characters.
MESSAGE_TEXT = 11_000
#: `chat.update` refuses a longer fallback text.
FALLBACK_TEXT = 4_000

_ENTITIES = ("&amp;", "&lt;", "&gt;")


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, with an ellipsis where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def cut_escaped(text: str, limit: int) -> str:
    """As `cut`, for mrkdwn: never in the middle of an entity or of a link."""
    return text if len(text) <= limit else text[: _safe_end(text, limit - 1)].rstrip() + "…"


def split_escaped(text: str, limit: int = SECTION_TEXT, *, total: int = MESSAGE_TEXT) -> Sequence[str]:
    """The mrkdwn in pieces that fit a section each, broken at lines or words; past `total` it is cut."""
    text = cut_escaped(text, total)
    pieces = []
    while len(text) > limit:
        end = _safe_end(text, limit)
        if end == 0:
            # A link that no section has room for: its address can be read, but not followed.
            address, _, text = text[1:].partition(">")
            pieces.append(cut(address, limit))
            continue
        for separator in ("\n", " "):
            at = text.rfind(separator, limit // 2, end)
            if at > 0 and _safe_end(text, at) == at:
                end = at
                break
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [piece for piece in (*pieces, text) if piece]


def _safe_end(text: str, end: int) -> int:
    """The last place up to `end` that is in no entity and in no `<…>`."""
    opened = text.rfind("<", 0, end)
    if opened != -1 and text.find(">", opened) >= end:
        end = opened
    start = text.rfind("&", max(0, end - 5), end)
    if start != -1 and any(text.startswith(entity, start) and start + len(entity) > end for entity in _ENTITIES):
        end = start
    return end
