"""The headline as a small picture, for read-mes and other people's pages."""

from __future__ import annotations

from bot.status_page.rendered import RenderedFile
from bot.status_page.snapshot import FrontPart
from bot.status_page.templates import fill


def render_badge(part: FrontPart) -> dict[str, RenderedFile]:
    body = fill("status_page/badge.svg", name=part.page.name, headline=part.headline)
    return {"badge.svg": RenderedFile("image/svg+xml; charset=utf-8", body)}
