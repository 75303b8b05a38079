"""Forms and messages as a person reads them, and as Slack measures them."""

from __future__ import annotations

import json
from typing import Any

from slack_sdk.models.views import View

from bot.blocks import limits
from bot.blocks.message import Message

Payload = dict[str, Any]


def blocks_of(shown: View | Message) -> list[Payload]:
    return [block.to_dict() for block in shown.blocks or []]


def text_of(shown: View | Message) -> str:
    """All text outside of fields, a line or more per block."""
    lines = []
    for block in blocks_of(shown):
        if block["type"] == "section":
            lines.append(block["text"]["text"])
        elif block["type"] == "context":
            lines.extend(element["text"] for element in block["elements"])
    return "\n".join(lines)


def buttons_of(shown: View | Message) -> list[Payload]:
    accessories = [block["accessory"] for block in blocks_of(shown) if "accessory" in block]
    rows = [element for block in blocks_of(shown) if block["type"] == "actions" for element in block["elements"]]
    return [*accessories, *rows]


def labels_of(view: View) -> list[str]:
    return [block["label"]["text"] for block in blocks_of(view) if block["type"] == "input"]


def field_of(view: View, label: str) -> Payload:
    return next(block for block in blocks_of(view) if block["type"] == "input" and block["label"]["text"] == label)


def filled(view: View, label: str) -> Any:
    """What stands in a field beforehand: a text, the text of the chosen option, or a list of them."""
    element = field_of(view, label)["element"]
    if "initial_options" in element:
        return [option["text"]["text"] for option in element["initial_options"]]
    if "initial_option" in element:
        return element["initial_option"]["text"]["text"]
    return element.get("initial_value")


def offered(view: View, label: str) -> list[str]:
    element = field_of(view, label)["element"]
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    return [option["text"]["text"] for group in groups for option in group["options"]]


def assert_fits(shown: View | Message) -> None:
    """What the SDK's own models do not check when they become JSON."""
    blocks = blocks_of(shown)
    texts = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    assert all(1 <= len(text) <= limits.SECTION_TEXT for text in texts)
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids))
    if isinstance(shown, Message):
        assert len(blocks) <= limits.MESSAGE_BLOCKS
        assert sum(map(len, texts)) <= 12_000
        assert 1 <= len(shown.text) <= limits.FALLBACK_TEXT
    else:
        assert len(blocks) <= limits.VIEW_BLOCKS
        assert len(json.dumps(shown.to_dict())) <= limits.VIEW_BYTES
        assert len(shown.private_metadata or "") <= limits.PRIVATE_METADATA
