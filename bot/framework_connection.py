"""uvicorn's connection, with the bounds that it leaves to others: the time and the size of a request's head."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.status_page.connection import LONGEST_HEAD, TOO_LONG
from bot.status_page.connection_watch import ConnectionWatch


class FrameworkConnection(HttpToolsProtocol):
    """For one request, and what comes while it is answered; then whoever `first` makes has the next look."""

    first: Callable[[], asyncio.Protocol]
    _watch: ConnectionWatch
    _is_in_head = False
    _head_length = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self._watch = ConnectionWatch(self.transport, self._is_answering)

    def connection_lost(self, error: Exception | None) -> None:
        self._watch.stop()
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        if self._is_done():
            self._give_back(data)
            return
        was_in_head = self._is_in_head
        super().data_received(data)
        if was_in_head and self._is_in_head:
            self._head_length += len(data)
            if self._head_length > LONGEST_HEAD:
                self.transport.write(TOO_LONG)
                self.transport.close()

    def on_message_begin(self) -> None:
        self._watch.asked_at = self.loop.time()
        self._is_in_head, self._head_length = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        super().on_headers_complete()
        if self.parser.should_upgrade():
            # What follows would be in a language that is not spoken here.
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        self._watch.asked_at = None
        self._watch.rests_since = self.loop.time()
        super().on_message_complete()

    def _is_done(self) -> bool:
        return (
            self.cycle is not None
            and self.cycle.response_complete
            and self._watch.asked_at is None
            and not self.pipeline
            and not self.transport.get_write_buffer_size()
            and not self.transport.is_closing()
        )

    def _give_back(self, data: bytes) -> None:
        self._watch.stop()
        self._unset_keepalive_if_required()
        self.connections.discard(self)
        first = self.first()
        self.transport.set_protocol(first)
        first.connection_made(self.transport)
        first.data_received(data)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete
