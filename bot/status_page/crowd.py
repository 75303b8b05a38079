"""Keeps the number of connections below what there may be, so that files are left for the database and the log."""

from __future__ import annotations

import asyncio
import heapq
import math
from typing import Any, cast

import structlog

from bot.status_page.connection_watch import ConnectionWatch

#: Of the connections that there may be: those that go at once, as each look at all of them takes a while.
_SHARE_CUT = 20
#: Between two lines of the log: strangers may come as fast as they like.
_TOLD_SECONDS = 1.0

log = structlog.get_logger()


class Crowd:
    """At most `limit` connections. For who comes beyond that, those go that have been waited for longest."""

    def __init__(self, connections: set[Any], limit: int) -> None:
        self._connections = connections
        self._limit = limit
        self._coming = 0
        self._cut = 0
        self._told_at = -math.inf

    def has_room(self) -> bool:
        """For one more, which is counted from now on."""
        if len(self._connections) + self._coming >= self._limit:
            self._make_room()
        if len(self._connections) + self._coming >= self._limit:
            return False
        if not self._coming:
            # Many are accepted in one turn of the loop, and are among the connections in the next.
            asyncio.get_running_loop().call_soon(self._arrived)
        self._coming += 1
        return True

    def _arrived(self) -> None:
        self._coming = 0

    def _make_room(self) -> None:
        waited_for = [
            (since, number, connection)
            for number, connection in enumerate(self._connections)
            if (since := connection.watch.waits_since) is not None
        ]
        longest = heapq.nsmallest(1 + self._limit // _SHARE_CUT, waited_for)
        for _, _, connection in longest:
            watch: ConnectionWatch = connection.watch
            watch.cut()
            self._connections.discard(connection)
        self._cut += len(longest)
        now = asyncio.get_running_loop().time()
        if longest and now - self._told_at >= _TOLD_SECONDS:
            log.info("connections_cut", count=self._cut, limit=self._limit)
            self._cut, self._told_at = 0, now


class TurnedAway(asyncio.Protocol):
    """Whoever comes while everybody else is being answered."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).abort()
