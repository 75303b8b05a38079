"""Long lists come a page at a time: `limit`, and the cursor that the page before gave."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, TypeVar

from bot.sandbox.api_error import ApiError
from bot.sandbox.web_api.arguments import Arguments

T = TypeVar("T")


def one_page(
    items: Sequence[T], arguments: Arguments, *, default: int = 100, most: int = 999
) -> tuple[Sequence[T], dict[str, Any]]:
    """The page's items, and what it adds to the answer. Raises ApiError."""
    limit = arguments.number("limit", default, most=most)
    start = _start(arguments.optional_text("cursor"))
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return items[start:end], {"response_metadata": {"next_cursor": cursor}}


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except ValueError as error:
        raise ApiError("invalid_cursor") from error
    if start < 1:
        raise ApiError("invalid_cursor")
    return start
