"""Ends the connections of clients that are too slow, so that they can't use up all that there may be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

#: Longer than load balancers keep a connection (60 s, mostly): they must not send on one that is just being closed.
IDLE_SECONDS = 65
#: Seconds that a client has to send one request.
REQUEST_SECONDS = 15


def never() -> bool:
    return False


class ConnectionWatch:
    """`is_answering` tells whether the client is waiting for us.

    `asked_at` is when the request began that is still coming in, `rests_since` when there was none any more: the loop's
    time.
    """

    def __init__(self, transport: asyncio.Transport, is_answering: Callable[[], bool] = never) -> None:
        self._transport = transport
        self._is_answering = is_answering
        self._loop = asyncio.get_running_loop()
        self._unread = 0
        self._is_stopped = False
        self.asked_at: float | None = None
        self.rests_since = self._loop.time()
        self._timer = self._loop.call_later(REQUEST_SECONDS, self._look)

    @property
    def waits_since(self) -> float | None:
        """Since when it is the client's turn; None while it is ours, and for one that is watched no more."""
        if self._is_stopped:
            return None
        if self.asked_at is not None:
            return self.asked_at
        if self._is_answering() and not self._transport.get_write_buffer_size():
            return None
        return self.rests_since

    def cut(self) -> None:
        self._transport.abort()

    def stop(self) -> None:
        """For good: for a stream, too, which is meant to be silent."""
        self._is_stopped = True
        self._timer.cancel()
        self._is_answering = never  # it is the connection's, whose watch this is: neither would go before the other

    def _look(self) -> None:
        self._timer = self._loop.call_later(REQUEST_SECONDS, self._look)
        now = self._loop.time()
        unread, self._unread = self._unread, self._transport.get_write_buffer_size()
        if self._unread:
            # Closing would wait for it to be read; a client that reads on, however slowly, is left to it.
            if unread == self._unread:
                self._transport.abort()
        elif self.asked_at is not None:
            if now - self.asked_at >= REQUEST_SECONDS:
                self._transport.close()
        elif self._is_answering():
            self.rests_since = now
        elif now - self.rests_since >= IDLE_SECONDS:
            self._transport.close()
