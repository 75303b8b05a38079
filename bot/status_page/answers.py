"""The answer to a request for a rendered file, made once: for the framework as headers, for the wire as bytes."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import NamedTuple

from bot.status_page.caching import cache_control
from bot.status_page.embed import EMBED, EMBED_SECURITY_POLICY
from bot.status_page.representation import IDENTITY, Representation
from bot.status_page.templates import CONTENT_SECURITY_POLICY

Headers = list[tuple[bytes, bytes]]

SECURITY: Headers = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
]
CORS: Headers = [(b"access-control-allow-origin", b"*"), (b"cross-origin-resource-policy", b"cross-origin")]
#: Read by scripts of other sites, or shown there: the API, the feeds, the badges, the banner and the cards.
_SHARED = ("api/", "history.atom", "history.rss", "badge.svg", "badge/", "embed", "card-")
_EMBEDDED: Headers = [
    (b"content-security-policy", EMBED_SECURITY_POLICY.encode()),
    *(each for each in SECURITY if each[0] not in {b"content-security-policy", b"x-frame-options"}),
]


class Answer(NamedTuple):
    status: HTTPStatus
    headers: Headers
    head: bytes
    """The status line and the headers as HTTP/1.1 has them, but for what a connection adds and the empty line."""
    body: bytes


def answer(representation: Representation, path: str, request: dict[bytes, bytes], *, is_head: bool) -> Answer:
    """`request`: the headers that were sent, their names in lower case."""
    variant = representation.best_for(request.get(b"accept-encoding", b"").decode("latin-1"))
    not_modified = _matches(request.get(b"if-none-match", b"").decode("latin-1"), variant.etag)
    status = HTTPStatus.NOT_MODIFIED if not_modified else HTTPStatus.OK
    headers, head = _heads(
        status,
        variant.etag,
        variant.encoding,
        len(variant.body),
        representation.content_type,
        path,
        representation.policy,
        representation.language,
    )
    return Answer(status, headers, head, b"" if is_head or not_modified else variant.body)


def head_of(status: HTTPStatus, headers: Headers) -> bytes:
    lines = [b"HTTP/1.1 %d %s" % (status, status.phrase.encode()), *(b"%s: %s" % header for header in headers)]
    return b"\r\n".join(lines) + b"\r\n"


@lru_cache(maxsize=4_096)
def _heads(
    status: HTTPStatus,
    etag: str,
    encoding: str,
    length: int,
    content_type: str,
    path: str,
    policy: str,
    language: str,
) -> tuple[Headers, bytes]:
    headers: Headers = [
        (b"etag", etag.encode()),
        (b"cache-control", cache_control(path).encode()),
        (b"vary", b"Accept-Encoding, Accept-Language" if language else b"Accept-Encoding"),
        *(_EMBEDDED if path == EMBED else [(b"content-security-policy", policy.encode()), *SECURITY[1:]]),
    ]
    if path.startswith(_SHARED):
        headers.extend(CORS)
    if language:
        headers.append((b"content-language", language.encode()))
    if status is HTTPStatus.OK:
        headers.append((b"content-type", content_type.encode()))
        headers.append((b"content-length", str(length).encode()))
        if encoding != IDENTITY:
            headers.append((b"content-encoding", encoding.encode()))
    return headers, head_of(status, headers)


def _matches(if_none_match: str, etag: str) -> bool:
    """Weakly, as RFC 9110 wants it: a cache in between may have weakened ours."""
    return any(each.strip().removeprefix("W/") in {etag, "*"} for each in if_none_match.split(","))
