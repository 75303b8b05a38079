"""The incident history for feed readers: an entry per incident, with an id that never changes, revised in place."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.status_page.rendered import RenderedFile
from bot.status_page.snapshot import FrontPart
from bot.status_page.templates import fill
from bot.status_page.times import Times


def render_feeds(part: FrontPart) -> dict[str, RenderedFile]:
    address = urlsplit(part.page.url)
    values: dict[str, Any] = {
        "part": part,
        "page": part.page,
        "at": Times(ZoneInfo(part.page.time_zone)),
        "tag": f"tag:{address.hostname},2005:",
        "path": address.path,
    }
    return {
        f"history.{kind}": RenderedFile(
            f"application/{kind}+xml; charset=utf-8", fill(f"feed/history.{kind}", **values)
        )
        for kind in ("atom", "rss")
    }
