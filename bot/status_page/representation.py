"""A rendered file ready to be sent: compressed once, with an entity tag for each encoding."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import brotli

from bot.status_page.rendered import RenderedFile
from bot.status_page.templates import CONTENT_SECURITY_POLICY, policy_of

IDENTITY = "identity"
#: Brotli's best takes 50 times as long for a tenth less.
_BROTLI_QUALITY = 6
_GZIP_LEVEL = 6
#: What is as large as in a storm changes all the time, too: in half the time for a tenth more.
_LARGE = 100_000  # bytes
_QUICK_QUALITY = 4
_QUICK_LEVEL = 3
_COMPRESSED_ALREADY = {"image/png"}
_SMALL = 8_192
_LONGEST_HEADER = 512  # characters that are looked at, and remembered


@dataclass(frozen=True, slots=True)
class Variant:
    """`etag` is strong, quotes included."""

    encoding: str
    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Representation:
    """`variants` by encoding, the smallest first; identity is always among them."""

    content_type: str
    variants: Mapping[str, Variant]
    policy: str = CONTENT_SECURITY_POLICY
    language: str = ""

    def best_for(self, accept_encoding: str | None) -> Variant:
        """The smallest variant that the client takes (RFC 9110, 12.5.3); identity where it takes none."""
        accepted = _accepted((accept_encoding or "")[:_LONGEST_HEADER])
        for encoding, variant in self.variants.items():
            default = 1.0 if encoding == IDENTITY else 0.0
            if accepted.get(encoding, accepted.get("*", default)) > 0:
                return variant
        return self.variants[IDENTITY]


def represent(file: RenderedFile) -> Representation:
    """Small files are many, and most of them as they were."""
    return _represent_once(file) if len(file.body) <= _SMALL else _represent(file)


def represent_all(files: Mapping[str, RenderedFile]) -> dict[str, Representation]:
    """Those of a page in a storm are megabytes: for a thread of its own, where it leaves Python to all others."""
    return {path: represent(file) for path, file in files.items()}


def _represent(file: RenderedFile) -> Representation:
    tag = hashlib.sha256(file.body).hexdigest()[:20]
    bodies = {IDENTITY: file.body}
    if file.content_type not in _COMPRESSED_ALREADY:
        is_large = len(file.body) > _LARGE
        bodies["br"] = brotli.compress(file.body, quality=_QUICK_QUALITY if is_large else _BROTLI_QUALITY)
        bodies["gzip"] = gzip.compress(file.body, compresslevel=_QUICK_LEVEL if is_large else _GZIP_LEVEL, mtime=0)
    variants = {
        encoding: Variant(encoding, body, f'"{tag}"' if encoding == IDENTITY else f'"{tag}-{encoding}"')
        for encoding, body in sorted(bodies.items(), key=lambda each: len(each[1]))
        if encoding == IDENTITY or len(body) < len(file.body)
    }
    policy = policy_of(file.body.decode()) if file.content_type.startswith("text/html") else CONTENT_SECURITY_POLICY
    return Representation(file.content_type, MappingProxyType(variants), policy, file.language)


_represent_once = lru_cache(maxsize=2_048)(_represent)


@lru_cache(maxsize=512)
def _accepted(header: str) -> Mapping[str, float]:
    weights = {}
    for item in header.split(","):
        coding, _, parameters = item.partition(";")
        weights[coding.strip().lower()] = _weight(parameters)
    weights.pop("", None)
    return weights


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
