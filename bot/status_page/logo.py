"""The page's logo, as a file of its own: it is shown when the page is there already, and kept for long."""

from __future__ import annotations

from types import MappingProxyType

from bot.status_page.rendered import RenderedFile
from bot.status_page.snapshot import FrontPart

_CONTENT_TYPES = MappingProxyType(
    {"svg": "image/svg+xml; charset=utf-8", "png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}
)


def render_logo(part: FrontPart) -> dict[str, RenderedFile]:
    if part.logo is None:
        return {}
    kind = part.logo.name.rpartition(".")[2]
    return {part.logo.name: RenderedFile(_CONTENT_TYPES[kind], part.logo.content)}
