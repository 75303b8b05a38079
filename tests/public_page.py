"""What the public reads, awaited."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from storage.changes import Changes

_ASKED_AGAIN_SECONDS = 0.5  # a page that is gone, or has moved, is gone from the server without another commit


async def page_as_soon_as(holds: Callable[[str], bool], public: httpx.AsyncClient, changes: Changes, path: str) -> str:
    """The HTML there, once that holds of it."""
    while True:
        seen = changes.count
        response = await public.get(path)
        if response.status_code == 200 and holds(response.text):
            return response.text
        await changes.wait_beyond(seen, seconds=_ASKED_AGAIN_SECONDS)
