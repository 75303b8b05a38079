"""The ids that Slack makes up where an app leaves them out, anew each time."""

from __future__ import annotations

import secrets
from typing import Any

_NOT_INTERACTIVE = {"image", "mrkdwn", "plain_text"}


def with_ids(block: dict[str, Any]) -> dict[str, Any]:
    block = {"block_id": secrets.token_urlsafe(3), **block}
    for name in ("element", "accessory"):
        if name in block:
            block[name] = _identified(block[name])
    if block["type"] == "actions":
        block["elements"] = [_identified(each) for each in block["elements"]]
    # Blocks that hold blocks
    if block["type"] == "carousel":
        block["elements"] = [with_ids(each) for each in block["elements"]]
    if block["type"] == "container":
        block["child_blocks"] = [with_ids(each) for each in block["child_blocks"]]
    if block["type"] == "card" and "actions" in block:
        block["actions"] = [_identified(each) for each in block["actions"]]
    return block


def _identified(element: dict[str, Any]) -> dict[str, Any]:
    return element if element["type"] in _NOT_INTERACTIVE else {"action_id": secrets.token_urlsafe(3), **element}
