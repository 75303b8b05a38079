"""Views: modals and the app's home."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox import limits
from bot.sandbox.validation.blocks import check_blocks
from bot.sandbox.validation.composition import text
from bot.sandbox.validation.problem import Problem, Problems, Refusal
from bot.sandbox.validation.shapes import flag, items, listed, properties, string

_BOTH = ("private_metadata", "callback_id", "external_id")
_MODAL = ("submit", "close", "clear_on_close", "notify_on_close", "submit_disabled", *_BOTH)


def check_view(view: object) -> Refusal | None:
    problems = tuple(_problems(view))
    if problems:
        return Refusal("invalid_arguments", problems)
    if len(json.dumps(view, ensure_ascii=False).encode()) > limits.VIEW_BYTES:
        return Refusal("view_too_large")
    return None


def _problems(view: object) -> Problems:
    if not isinstance(view, dict):
        yield Problem("must provide a valid view", "/view")
        return
    match view.get("type"):
        case "modal":
            yield from properties(view, "/view", required=("title", "blocks"), optional=_MODAL)
            yield from _modal(view)
        case "home":
            yield from properties(view, "/view", required=("blocks",), optional=_BOTH)
        case unknown:
            yield Problem(f"unsupported type: {unknown}", "/view/type")
            return
    yield from string(view.get("private_metadata"), "/view/private_metadata", most=limits.VIEW_PRIVATE_METADATA)
    yield from string(view.get("callback_id"), "/view/callback_id", most=limits.VIEW_CALLBACK_ID)
    yield from string(view.get("external_id"), "/view/external_id", most=limits.VIEW_EXTERNAL_ID)
    blocks = view.get("blocks")
    yield from items(blocks, "/view/blocks", most=limits.VIEW_BLOCKS, least=0)
    yield from check_blocks(listed(blocks), "/view/blocks", in_message=False)


def _modal(view: dict[str, Any]) -> Problems:
    yield from text(view.get("title"), "/view/title", most=limits.VIEW_TITLE, plain=True)
    yield from text(view.get("submit"), "/view/submit", most=limits.VIEW_SUBMIT, plain=True)
    yield from text(view.get("close"), "/view/close", most=limits.VIEW_CLOSE, plain=True)
    for name in ("clear_on_close", "notify_on_close", "submit_disabled"):
        yield from flag(view.get(name), f"/view/{name}")
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in listed(view.get("blocks")))
    if has_input and view.get("submit") is None:
        yield Problem("`submit` is required when an `input` block is within `blocks`", "/view")
