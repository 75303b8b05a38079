"""uvicorn's connection, with the bounds that it leaves to others: the time and the size of what is no body."""

from __future__ import annotations

import asyncio
from typing import cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.status_page.connection import LONGEST_HEAD, MALFORMED, TOO_LONG
from bot.status_page.connection_watch import ConnectionWatch

_AROUND_A_HEADER = len(b": \r\n")


class BoundedConnection(HttpToolsProtocol):
    """A head has a largest size, and so has what stands around and behind the pieces of a body."""

    watch: ConnectionWatch
    _is_in_head = False
    # Bytes of the part that is coming in, a head or what follows it, as far as they came in reads of their own.
    _beside_body = 0
    _in_body = 0
    _has_turned = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self.watch = ConnectionWatch(self.transport, self._is_answering)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._leave()

    def data_received(self, data: bytes) -> None:
        self._in_body, self._has_turned = 0, False
        super().data_received(data)
        if not self._has_turned:
            self._beside_body += len(data) - self._in_body
            if self._beside_body > LONGEST_HEAD:
                self._refuse()

    def on_message_begin(self) -> None:
        self.watch.asked_at = self.loop.time()
        self._is_in_head = True
        self._turn()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        # What comes behind a body would be taken for what came before it, and nobody asks for it.
        if self._is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        lengths = (len(name) + len(value) + _AROUND_A_HEADER for name, value in self.headers)
        self._beside_body = len(self.url) + sum(lengths)
        if self._beside_body > LONGEST_HEAD:
            # It came at once. uvicorn answers what its parser stumbles over.
            raise httptools.HttpParserError("The head is too long.")
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (hosts == 0 and self.parser.get_http_version() != "1.0"):
            # RFC 9112, 3.2: another server on the way may have taken it for another page's.
            raise httptools.HttpParserError("Not one Host.")
        self._turn()
        self._is_in_head = False
        super().on_headers_complete()
        if self.parser.should_upgrade():
            # What follows would be in a language that is not spoken here.
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        self._in_body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self.watch.asked_at = None
        self.watch.rests_since = self.loop.time()
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse()

    def _leave(self) -> None:
        self.watch.stop()
        self._unset_keepalive_if_required()
        self.connections.discard(self)
        # These refer to us: none would go before the other, with all that a client has sent.
        self.pipeline.clear()
        self.parser = None  # type: ignore[assignment] # as uvicorn does it

    def _turn(self) -> None:
        self._beside_body, self._has_turned = 0, True

    def _refuse(self) -> None:
        if self.transport.is_closing():
            return
        if not self._is_answering():
            self.transport.write(TOO_LONG if self._beside_body > LONGEST_HEAD else MALFORMED)
        self.transport.close()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete
