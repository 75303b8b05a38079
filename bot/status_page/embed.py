"""A banner for other people's sites: a small page for a frame, and the script that puts the frame there."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from bot.status_page.icons import ICONS
from bot.status_page.rendered import RenderedFile
from bot.status_page.snapshot import FrontPart
from bot.status_page.templates import asset, fill, tone_of

EMBED = "embed"
_STYLE = asset("embed.css")
_SCRIPT = RenderedFile("text/javascript; charset=utf-8", asset("embed.js").encode())

#: Other sites may show it in a frame; it runs nothing and sends nothing.
EMBED_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)


def render_embed(part: FrontPart) -> dict[str, RenderedFile]:
    tone = tone_of(part)
    incident = part.open_incidents[0] if part.open_incidents else None
    body = fill(
        "status_page/embed.html",
        locale=part.page.locale,
        part=part,
        tone=tone,
        incident=incident,
        icon=ICONS[tone],
        embed_style=_STYLE,
    )
    return {EMBED: RenderedFile("text/html; charset=utf-8", body, part.page.locale), "embed.js": _SCRIPT}
