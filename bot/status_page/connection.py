"""The way that nearly every request takes: one read, one look-up, one write; all others go on to the framework."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Protocol, cast

import httptools

from bot.status_page.answers import CORS, SECURITY, Answer, answer, head_of
from bot.status_page.connection_watch import ConnectionWatch
from bot.status_page.memory import RenderedPages
from bot.status_page.preferred import preferred_language
from bot.status_page.streams import EVENTS, EventStreams

_END = b"\r\n\r\n"
#: Bytes.
LONGEST_HEAD = 65_536
#: Requests whose answer is kept at hand: more are made up than sent by browsers.
_ANSWERS_KEPT = 512
_LONGEST_KEPT = 4_096  # bytes
#: These change what is asked for in ways that only the framework knows.
_NOT_OURS = {b"content-length", b"transfer-encoding", b"upgrade", b"expect"}
_STREAM_HEAD = head_of(
    HTTPStatus.OK,
    [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # nginx would keep the events until it has a bufferful
        (b"connection", b"close"),
        *SECURITY,
        *CORS,
    ],
)


def _refusal(status: HTTPStatus) -> bytes:
    """With it the connection ends."""
    return head_of(status, [(b"content-length", b"0"), (b"connection", b"close"), *SECURITY]) + b"\r\n"


TOO_LONG = _refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
MALFORMED = _refusal(HTTPStatus.BAD_REQUEST)


class Connections(Protocol):
    """What the server closes when it stops."""

    def add(self, connection: Any, /) -> None: ...
    def discard(self, connection: Any, /) -> None: ...


class PageConnection(asyncio.Protocol):
    """One client's connection. `framework` makes the protocol that takes over what is not answered here."""

    def __init__(
        self,
        pages: RenderedPages,
        streams: EventStreams,
        connections: Connections,
        framework: Callable[[], asyncio.Protocol],
    ) -> None:
        self._pages = pages
        self._streams = streams
        self._connections = connections
        self._framework = framework
        self._transport: asyncio.Transport
        self._parser = httptools.HttpRequestParser(self)
        self._received = b""
        self._url = b""
        self._headers: dict[bytes, bytes] = {}
        self._hosts = 0
        self._keep_alive = True
        self._is_streaming = False
        self.watch: ConnectionWatch

    # The transport's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's has another ancestry
        self._connections.add(self)
        self.watch = ConnectionWatch(self._transport)

    def data_received(self, data: bytes) -> None:
        if self._is_streaming:
            return
        self._received = self._received + data if self._received else data
        end = self._received.find(_END)
        length = len(self._received) if end == -1 else end + len(_END)
        if length > LONGEST_HEAD:
            self._transport.write(TOO_LONG)
            self._transport.close()
        elif end == -1:
            if self.watch.asked_at is None:
                self.watch.asked_at = asyncio.get_running_loop().time()
        elif length == len(self._received):
            received, self._received = self._received, b""
            self.watch.asked_at = None
            if not self._answered(received):
                self._hand_over(received)
        else:
            # Several at once, or a body: rare enough to be left to others.
            self._hand_over(self._received)

    def pause_writing(self) -> None:
        # Who does not read gets no more answers, so none pile up here.
        if not self._is_streaming:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        if not self._is_streaming:
            self._transport.resume_reading()

    def connection_lost(self, _error: Exception | None) -> None:
        self._leave()
        if self._is_streaming:
            self._streams.forget(self._transport)

    def shutdown(self) -> None:
        """Called by the server when it stops."""
        self._transport.close()

    # The parser's side

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        lowered = name.lower()
        self._headers[lowered] = value
        self._hosts += lowered == b"host"

    def on_message_complete(self) -> None:
        self._keep_alive = self._parser.should_keep_alive()

    # The answer

    def _answered(self, request: bytes) -> bool:
        known = self._pages.answers.get(request)
        if known is not None:
            # Of the same browsers the same bytes come again and again; those that close are not kept.
            self._send(known)
            return True
        self._url, self._headers, self._hosts = b"", {}, 0
        try:
            self._parser.feed_data(request)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            return False
        method = self._parser.get_method()
        if self._hosts != 1 or method not in {b"GET", b"HEAD"} or not self._headers.keys().isdisjoint(_NOT_OURS):
            return False
        # An escape or a whole URL may mean something, a query nothing to a stream; a plain path means itself.
        plain, question, _ = self._url.partition(b"?")
        if not plain.startswith(b"/") or b"%" in plain or not plain.isascii():
            return False
        requested = plain.decode()
        found = self._pages.locate(self._headers.get(b"host", b"").decode("latin-1").lower(), requested)
        if found is None or (found[1] == "" and not requested.endswith("/")):
            return False
        place, path = found
        if path == EVENTS and self._streams.has_room:
            self._transport.write(_STREAM_HEAD + _date(int(time.time())))
            if method == b"HEAD":
                self._transport.close()
                return True
            self._is_streaming = True
            self.watch.stop()
            self._streams.open(self._transport, place)
            return True
        if question:
            return False
        wanted = self._headers.get(b"accept-language")
        language = preferred_language(wanted.decode("latin-1")) if wanted else None
        representation = self._pages.at_hand(place, path, language)
        if representation is None:
            return False
        given = answer(representation, path, self._headers, is_head=method == b"HEAD")
        if self._keep_alive:
            if len(request) <= _LONGEST_KEPT:
                if len(self._pages.answers) >= _ANSWERS_KEPT:
                    self._pages.answers.clear()
                self._pages.answers[request] = given
            self._send(given)
        else:
            date = _date(int(time.time()))
            self._transport.write(given.head + b"connection: close\r\n" + date + given.body)
            self._transport.close()
        return True

    def _send(self, given: Answer) -> None:
        self._transport.write(given.head + _date(int(time.time())) + given.body)
        self.watch.rests_since = asyncio.get_running_loop().time()

    def _hand_over(self, received: bytes) -> None:
        """Until that is answered."""
        self._leave()
        other = self._framework()
        self._transport.set_protocol(other)
        other.connection_made(self._transport)
        other.data_received(received)

    def _leave(self) -> None:
        self.watch.stop()
        self._connections.discard(self)
        # It refers to us: neither would go before the other, with all that a client has sent.
        del self._parser


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    """The last header, and the line that ends them."""
    return b"date: %s\r\n\r\n" % formatdate(second, usegmt=True).encode()
