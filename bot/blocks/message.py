"""What is sent to a channel."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.models.blocks import Block


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks, and the text for notifications and screen readers."""

    text: str
    blocks: list[Block]
