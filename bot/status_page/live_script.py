"""The script that keeps an open page at its newest state, under a name that changes with its content."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from bot.status_page.rendered import RenderedFile

_SOURCE = Path(__file__).parents[2] / "templates" / "status_page" / "live.js"


def _without_comments(source: str) -> bytes:
    text = re.sub(r"/\*.*?\*/", "", source, flags=re.S)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()).encode()


_BODY = _without_comments(_SOURCE.read_text(encoding="utf-8"))

#: A page that a cache still has asks for the script that it was made with, or gets none.
LIVE_SCRIPT = f"live-{hashlib.sha256(_BODY).hexdigest()[:10]}.js"


def render_live_script() -> dict[str, RenderedFile]:
    return {LIVE_SCRIPT: RenderedFile("text/javascript; charset=utf-8", _BODY)}
