"""Tells whoever waits that something in the workspace has changed."""

from __future__ import annotations

import asyncio


class News:
    """A counter of changes. Read `count` before you look, then wait for it to move on."""

    def __init__(self) -> None:
        self.count = 0
        self._moved = asyncio.Event()

    def tell(self) -> None:
        self.count += 1
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def beyond(self, count: int) -> None:
        """Return when something has changed after `count`."""
        while self.count <= count:
            await self._moved.wait()
