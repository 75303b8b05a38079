"""What tells machines where the page's parts are: the site map, and the rules for robots."""

from __future__ import annotations

from bot.status_page.rendered import RenderedFile
from bot.status_page.snapshot import FrontPart
from bot.status_page.templates import fill


def render_discovery(part: FrontPart) -> dict[str, RenderedFile]:
    """The newest incidents stand in the map; the older ones are found by way of their months."""
    robots = f"User-agent: *\nAllow: /\nSitemap: {part.page.url}/sitemap.xml\n"
    return {
        "sitemap.xml": RenderedFile("application/xml; charset=utf-8", fill("status_page/sitemap.xml", part=part)),
        "robots.txt": RenderedFile("text/plain; charset=utf-8", robots.encode()),
    }
