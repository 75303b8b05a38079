"""Tells open pages, each over a connection that stays open, that there is something new to fetch."""

from __future__ import annotations

import asyncio
import random

import structlog

from bot.status_page.memory import Place, RenderedPages

#: The path below a page's base.
EVENTS = "events"
#: Often enough that no proxy in between takes the connection for dead.
_PING_SECONDS = 15.0
#: A client that leaves this much unread is not listening: an event has some thirty bytes.
_UNREAD_BYTES = 4_096
_FIRST_RETRY, _LAST_RETRY = 1_000, 5_000  # milliseconds; everybody comes back at another moment after a restart

log = structlog.get_logger()


class EventStreams:
    """Every stream costs its connection and an entry here; at most `limit` are open."""

    def __init__(self, pages: RenderedPages, *, limit: int) -> None:
        self._pages = pages
        self._limit = limit
        self._places: dict[asyncio.Transport, Place] = {}
        self._is_closing = False
        self._number = 0
        pages.tell(self._changed)

    def __len__(self) -> int:
        return len(self._places)

    @property
    def has_room(self) -> bool:
        return not self._is_closing and len(self._places) < self._limit

    def open(self, transport: asyncio.Transport, place: Place) -> None:
        """Begin with an event: what the client shows may be older than the stream."""
        retry = random.randint(_FIRST_RETRY, _LAST_RETRY)  # noqa: S311 spreads load, keeps no secret
        transport.write(b"retry: %d\n\n%s%s" % (retry, self._age(), self._event()))
        self._places[transport] = place

    def forget(self, transport: asyncio.Transport) -> None:
        self._places.pop(transport, None)

    async def run(self) -> None:
        """Say how old the pages are, until cancelled."""
        while True:
            await asyncio.sleep(_PING_SECONDS)
            self._send(list(self._places), self._age() or b":\n\n")

    def close(self) -> None:
        """For good: the clients come back to whichever process answers then."""
        self._is_closing = True
        for transport in list(self._places):
            transport.close()

    def _changed(self, changed: Place) -> None:
        self._number += 1
        self._send([transport for transport, place in self._places.items() if place == changed], self._event())

    def _send(self, transports: list[asyncio.Transport], event: bytes) -> None:
        cut = 0
        for transport in transports:
            if transport.get_write_buffer_size() > _UNREAD_BYTES:
                transport.abort()
                cut += 1
            else:
                transport.write(event)
        if cut:
            log.info("streams_cut", count=cut)

    def _event(self) -> bytes:
        return b"data: %d\n\n" % self._number

    def _age(self) -> bytes:
        age = self._pages.age
        return b"" if age is None else b"event: confirmed\ndata: %d\n\n" % age
