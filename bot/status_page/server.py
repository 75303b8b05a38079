"""Serves the rendered pages from memory, as plain ASGI: one look-up, one answer."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from starlette.types import Receive, Scope, Send

from bot.domain.errors import TryAgain
from bot.status_page.answers import CORS, SECURITY, Headers, answer
from bot.status_page.badge import path_asked_for
from bot.status_page.caching import SHORT
from bot.status_page.memory import RenderedPages
from bot.status_page.preferred import asked_language, preferred_language
from bot.status_page.streams import EVENTS

_HTML = "text/html; charset=utf-8"
_TEXTS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This page can only be read.",
    HTTPStatus.SERVICE_UNAVAILABLE: "This page is not there yet. Try again in a moment.",
}


class PageServer:
    def __init__(self, pages: RenderedPages) -> None:
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method: str = scope["method"]
        if method == "OPTIONS":
            await _answer(send, HTTPStatus.NO_CONTENT, [*SECURITY, *CORS, (b"allow", b"GET, HEAD, OPTIONS")], b"")
            return
        if method not in {"GET", "HEAD"}:
            await _plain(send, HTTPStatus.METHOD_NOT_ALLOWED, [(b"allow", b"GET, HEAD, OPTIONS")], method)
            return
        request = dict(scope["headers"])
        found = self._pages.locate(request.get(b"host", b"").decode("latin-1").lower(), scope["path"])
        if found is None:
            await _plain(send, HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"1")], method)
            return
        place, path = found
        if path == "" and scope["path"] == f"/{place.slug}":
            headers = [
                *SECURITY,
                (b"location", place.base_path.encode()),
                # A page may come to stand elsewhere; browsers would keep this for good.
                (b"cache-control", SHORT.encode()),
                (b"content-length", b"0"),
            ]
            await _answer(send, HTTPStatus.PERMANENT_REDIRECT, headers, b"")
            return
        if path == EVENTS:
            # Streams are the connection's; what comes here found no room there.
            await _plain(send, HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"60")], method)
            return
        try:
            path = path_asked_for(path, scope.get("query_string", b"").decode("latin-1"))
            asked = asked_language(scope.get("query_string", b"").decode("latin-1"))
            language = asked or preferred_language(request.get(b"accept-language", b"").decode("latin-1"))
            kept = f"?lang={asked}" if asked else ""
            representation = await self._pages.get_in(place, path, language, kept)
        except TryAgain:
            await _plain(send, HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"5")], method)
            return
        if representation is not None:
            found_answer = answer(representation, path, request, is_head=method == "HEAD")
            await _answer(send, found_answer.status, found_answer.headers, found_answer.body)
        elif self._pages.is_ready:
            await _plain(send, HTTPStatus.NOT_FOUND, [], method)
        else:
            await _plain(send, HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"1")], method)


async def _plain(send: Send, status: HTTPStatus, headers: Iterable[tuple[bytes, bytes]], method: str) -> None:
    """A small page that tells nothing about what is behind it."""
    body = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{status.phrase}</title>'
        f"<h1>{status.phrase}</h1><p>{_TEXTS[status]}</p></html>"
    ).encode()
    all_headers = [
        *headers,
        *SECURITY,
        (b"cache-control", b"no-store"),
        (b"content-type", _HTML.encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await _answer(send, status, all_headers, b"" if method == "HEAD" else body)


async def _answer(send: Send, status: HTTPStatus, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
