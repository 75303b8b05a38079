"""The bodies of what is posted to us, in memory before anybody knows whether Slack has signed them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.requests import Request


class TooMuch(Exception):
    """There was no room for this body beside all the others."""


@dataclass(slots=True, eq=False)
class _Body:
    limit: asyncio.Timeout
    size: int = 0


class Bodies:
    """Those that come in at the same time have `room` bytes between them. Where that is not enough, the one goes that
    has been coming for longest: what Slack sends is there in milliseconds.
    """

    def __init__(self, room: int) -> None:
        self._left = room
        self._coming: dict[_Body, None] = {}
        """The oldest first."""

    async def read(self, request: Request) -> bytes:
        """Raises TooMuch, and what reading raises."""
        pieces: list[bytes] = []
        try:
            async with asyncio.timeout(None) as limit:
                body = _Body(limit)
                self._coming[body] = None
                try:
                    async for piece in request.stream():
                        pieces.append(piece)
                        self._take(body, len(piece))
                finally:
                    self._left += body.size
                    self._coming.pop(body, None)
        except TimeoutError as error:
            raise TooMuch from error
        return b"".join(pieces)

    def _take(self, body: _Body, size: int) -> None:
        body.size += size
        self._left -= size
        while self._left < 0 and self._coming:
            oldest = next(iter(self._coming))
            del self._coming[oldest]
            self._left += oldest.size
            oldest.size = 0
            # It ends before anything else is read.
            oldest.limit.reschedule(asyncio.get_running_loop().time())
