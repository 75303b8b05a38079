"""Who reads what the public reads, and waits for it."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import httpx

from storage.changes import Changes

_ASKED_AGAIN_SECONDS = 0.5  # a page that is gone, or has moved, is gone from the server without another commit

# It would read the machine's list of authorities, which takes longer than many a test.
_ASKS_NO_AUTHORITY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def reader(url: str = "", *, seconds: float = 5.0) -> httpx.AsyncClient:
    """Over plain HTTP; `seconds` for each answer."""
    return httpx.AsyncClient(base_url=url, timeout=seconds, verify=_ASKS_NO_AUTHORITY)


async def page_as_soon_as(holds: Callable[[str], bool], public: httpx.AsyncClient, changes: Changes, path: str) -> str:
    """The HTML there, once that holds of it."""
    while True:
        seen = changes.count
        response = await public.get(path)
        if response.status_code == 200 and holds(response.text):
            return response.text
        await changes.wait_beyond(seen, seconds=_ASKED_AGAIN_SECONDS)
