"""Messages: their text and blocks, and how much of both Slack takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox import limits
from bot.sandbox.validation.blocks import check_blocks
from bot.sandbox.validation.problem import Problem, Refusal


def check_message(
    *,
    text: str | None,
    blocks: object,
    attachments: object = None,
    markdown_text: str | None = None,
    updates: bool = False,
) -> Refusal | None:
    """`blocks` and `attachments` as they are after decoding. `updates`: for a message that is there already."""
    if markdown_text is not None and (text or blocks):
        return Refusal("markdown_text_conflict")
    if blocks is not None and not isinstance(blocks, list):
        return Refusal("invalid_blocks_format")
    if attachments is not None and not isinstance(attachments, list):
        return Refusal("invalid_attachments")
    if not (text or blocks or attachments or markdown_text):
        return Refusal("no_text")
    if len(attachments or []) > limits.ATTACHMENTS:
        return Refusal("too_many_attachments")
    if len(markdown_text or "") > limits.MARKDOWN_TEXT or (updates and len(text or "") > limits.UPDATED_TEXT):
        return Refusal("msg_too_long")
    return _of_blocks(blocks or [])


def _of_blocks(blocks: list[Any]) -> Refusal | None:
    if len(blocks) > limits.MESSAGE_BLOCKS:
        problem = Problem(f"no more than {limits.MESSAGE_BLOCKS} items allowed", "/blocks")
        return Refusal("invalid_blocks", (problem,))
    problems = tuple(check_blocks(blocks, "/blocks", in_message=True))
    if problems:
        return Refusal("invalid_blocks", problems)
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > limits.MARKDOWN_TOTAL:
        problem = Problem(f"must be less than {limits.MARKDOWN_TOTAL + 1} characters in all markdown blocks", "/blocks")
        return Refusal("invalid_blocks", (problem,))
    if sum(len(text) for text in _texts(blocks)) > limits.BLOCKS_TEXT:
        return Refusal("msg_blocks_too_long")
    return None


def _texts(value: Any) -> Iterator[str]:
    """What people read in it."""
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name == "text" and isinstance(each, str):
                yield each
            else:
                yield from _texts(each)
