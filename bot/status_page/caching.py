"""How long what is published may be kept by others: the same answer on the embedded server and in an object store."""

from __future__ import annotations

import re

#: Fresh within a second, and for a day when everything behind a cache is down.
SHORT = "public, max-age=1, stale-if-error=86400"
#: Named after its content, so it never changes.
_IMMUTABLE = "public, max-age=31536000, immutable"
_NAMED_AFTER_CONTENT = re.compile(r".*-[0-9a-f]{10}\.\w+")


def cache_control(path: str) -> str:
    return _IMMUTABLE if _NAMED_AFTER_CONTENT.fullmatch(path) else SHORT
