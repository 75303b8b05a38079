"""Waits for a line of the log."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any


async def logged(logs: Sequence[Mapping[str, Any]], event: str, reason: str = "", *, seconds: float = 5.0) -> None:
    """Return as soon as there is one of that event, with that in its reason. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not any(  # noqa: ASYNC110 a log tells nobody
            each["event"] == event and reason in each.get("reason", "") for each in logs
        ):
            await asyncio.sleep(0.02)
