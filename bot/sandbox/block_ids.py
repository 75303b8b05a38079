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
    return block


def _identified(element: dict[str, Any]) -> dict[str, Any]:
    return element if element["type"] in _NOT_INTERACTIVE else {"action_id": secrets.token_urlsafe(3), **element}
