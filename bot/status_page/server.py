"""Serves the rendered pages from memory, as plain ASGI: one look-up, one answer."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from starlette.types import Receive, Scope, Send

from bot.domain.errors import TryAgain
from bot.status_page.memory import RenderedPages
from bot.status_page.renderer import CONTENT_SECURITY_POLICY
from bot.status_page.representation import IDENTITY, Representation

Headers = list[tuple[bytes, bytes]]

#: Fresh within a second, and for a day when everything behind a cache is down.
CACHE_CONTROL = "public, max-age=1, stale-if-error=86400"

_SECURITY: Headers = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
]
_HTML = "text/html; charset=utf-8"
#: Read by scripts of other sites: the API, the feeds and the badge.
_SHARED = ("api/", "history.atom", "history.rss", "badge.svg")
_CORS: Headers = [(b"access-control-allow-origin", b"*"), (b"cross-origin-resource-policy", b"cross-origin")]
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
            await _answer(send, HTTPStatus.NO_CONTENT, [*_CORS, (b"allow", b"GET, HEAD, OPTIONS")], b"")
            return
        if method not in {"GET", "HEAD"}:
            await _plain(send, HTTPStatus.METHOD_NOT_ALLOWED, [(b"allow", b"GET, HEAD, OPTIONS")], method)
            return
        headers = dict(scope["headers"])
        found = self._pages.locate(headers.get(b"host", b"").decode("latin-1").lower(), scope["path"])
        if found is None:
            await _plain(send, HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"1")], method)
            return
        place, path = found
        if path == "" and scope["path"] == f"/{place.slug}":
            await _answer(send, HTTPStatus.PERMANENT_REDIRECT, [(b"location", f"/{place.slug}/".encode())], b"")
            return
        try:
            representation = await self._pages.get(place, path)
        except TryAgain:
            await _plain(send, HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"5")], method)
            return
        if representation is not None:
            await _send(send, representation, path, headers, method)
        elif self._pages.is_ready:
            await _plain(send, HTTPStatus.NOT_FOUND, [], method)
        else:
            await _plain(send, HTTPStatus.SERVICE_UNAVAILABLE, [(b"retry-after", b"1")], method)


async def _send(
    send: Send, representation: Representation, path: str, request: dict[bytes, bytes], method: str
) -> None:
    variant = representation.best_for(request.get(b"accept-encoding", b"").decode("latin-1"))
    headers: Headers = [
        (b"etag", variant.etag.encode()),
        (b"cache-control", CACHE_CONTROL.encode()),
        (b"vary", b"Accept-Encoding"),
        *_SECURITY,
    ]
    if path.startswith(_SHARED):
        headers.extend(_CORS)
    if _matches(request.get(b"if-none-match", b"").decode("latin-1"), variant.etag):
        await _answer(send, HTTPStatus.NOT_MODIFIED, headers, b"")
        return
    headers.append((b"content-type", representation.content_type.encode()))
    headers.append((b"content-length", str(len(variant.body)).encode()))
    if variant.encoding != IDENTITY:
        headers.append((b"content-encoding", variant.encoding.encode()))
    await _answer(send, HTTPStatus.OK, headers, b"" if method == "HEAD" else variant.body)


def _matches(if_none_match: str, etag: str) -> bool:
    """Weakly, as RFC 9110 wants it: a cache in between may have weakened ours."""
    return any(each.strip().removeprefix("W/") in {etag, "*"} for each in if_none_match.split(","))


async def _plain(send: Send, status: HTTPStatus, headers: Iterable[tuple[bytes, bytes]], method: str) -> None:
    """A small page that tells nothing about what is behind it."""
    body = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{status.phrase}</title>'
        f"<h1>{status.phrase}</h1><p>{_TEXTS[status]}</p></html>"
    ).encode()
    all_headers = [
        *headers,
        *_SECURITY,
        (b"cache-control", b"no-store"),
        (b"content-type", _HTML.encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await _answer(send, status, all_headers, b"" if method == "HEAD" else body)


async def _answer(send: Send, status: HTTPStatus, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
