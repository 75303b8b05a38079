"""The headline, and what a component shows, as small pictures for read-mes and other people's pages."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qs

from bot.domain import wording
from bot.status_page.rendered import RenderedFile
from bot.status_page.snapshot import FrontPart
from bot.status_page.templates import TONES, fill, tone_of

BADGE = "badge.svg"
_LONGEST_QUERY = 1_024  # characters that are looked at


def render_badges(part: FrontPart) -> dict[str, RenderedFile]:
    badges = {BADGE: _badge(part.page.name, part.headline.text, tone_of(part))}
    for component in part.components:
        words = wording.COMPONENT_STATUS[component.status].text
        badges[f"badge/{component.id}.svg"] = _badge(component.name, words, TONES[component.status])
    return badges


@lru_cache(maxsize=4_096)
def _badge(name: str, words: str, tone: str) -> RenderedFile:
    """Of hundreds of components few change at a time."""
    body = fill("status_page/badge.svg", name=name, words=words, tone=tone)
    return RenderedFile("image/svg+xml; charset=utf-8", body)


def path_asked_for(path: str, query: str) -> str:
    """`badge.svg?component=ID` is another name of `badge/ID.svg`; every other path is what it says."""
    if path != BADGE:
        return path
    component = parse_qs(query[:_LONGEST_QUERY]).get("component")
    return path if component is None else f"badge/{component[-1]}.svg"
