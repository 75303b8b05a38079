"""The picture that a link to the page is shown with elsewhere: one for each state, the same for every page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import resvg_py

from bot.status_page.icons import ICONS
from bot.status_page.rendered import RenderedFile
from bot.status_page.templates import fill


def render_cards() -> dict[str, RenderedFile]:
    """All of them: a page of last year goes on showing its own."""
    return dict(_drawn().values())


def card_paths() -> Mapping[str, str]:
    """By tone."""
    return {tone: path for tone, (path, _) in _drawn().items()}


@cache
def _drawn() -> Mapping[str, tuple[str, RenderedFile]]:
    """Their names change with their content. Drawing takes a moment, so it is done once."""
    return MappingProxyType({tone: _named(tone, _draw(tone)) for tone in ICONS})


def _named(tone: str, body: bytes) -> tuple[str, RenderedFile]:
    return f"card-{tone}-{hashlib.sha256(body).hexdigest()[:10]}.png", RenderedFile("image/png", body)


def _draw(tone: str) -> bytes:
    svg = fill("status_page/card.svg", tone=tone, icon=ICONS[tone])
    return bytes(resvg_py.svg_to_bytes(svg_string=svg.decode(), skip_system_fonts=True))
