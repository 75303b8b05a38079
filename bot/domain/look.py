"""A page's own look: an accent colour that everybody can read, a logo, and links to other places."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.domain.errors import Invalid
from bot.domain.text import valid_name
from bot.domain.texts import say

#: What text stands on, in light and in dark, the least favourable of each: style.css has the same.
LIGHT_SURFACE = "#f7f7f4"
DARK_SURFACE = "#181f27"
ENOUGH_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: text of any size
_COLOUR = re.compile(r"#[0-9a-f]{6}")

LINKS_LIMIT = 8
_URL_LIMIT = 500
LOGO_LIMIT = 48 * 1024
# Possessive: otherwise each comment before something that is no picture would double the time.
_KINDS = {"svg": re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*+(<!DOCTYPE[^>]*>\s*)?<svg\b", re.S)}
_MAGIC = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "gif": b"GIF8"}


@dataclass(frozen=True, slots=True)
class Accent:
    """One colour for each scheme, as `#rrggbb`."""

    light: str
    dark: str

    def __str__(self) -> str:
        return f"{self.light},{self.dark}"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Logo:
    """The name changes with the content, so that a cache may keep it for ever."""

    name: str
    content: bytes


def valid_accent(text: str) -> Accent:
    """`#14588f`, or `#14588f,#8fc7f7` for light and dark; the dark one follows from the light one unless given.

    Raises Invalid for what is no colour, and for one that can't be read.
    """
    light, _, dark = text.lower().replace(" ", "").partition(",")
    for colour in filter(None, (light, dark)):
        if not _COLOUR.fullmatch(colour):
            raise Invalid(say("“{colour}” is not a colour. Write it like #14588f.", colour=colour), field="accent")
    if not light:
        raise Invalid(say("The accent has no colour for the light scheme. Write it like #14588f."), field="accent")
    _require_readable(light, LIGHT_SURFACE, scheme="light", mend="#000000")
    if not dark:
        return Accent(light, _towards("#ffffff", light, on=DARK_SURFACE))
    _require_readable(dark, DARK_SURFACE, scheme="dark", mend="#ffffff")
    return Accent(light, dark)


def _require_readable(colour: str, surface: str, *, scheme: str, mend: str) -> None:
    ratio = contrast(colour, surface)
    if ratio < ENOUGH_CONTRAST:
        nearest = _towards(mend, colour, on=surface)
        raise Invalid(
            say(
                "{colour} can't be read on the page's {scheme} background: its contrast is {ratio:.1f}, and 4.5 is the "
                "least that WCAG AA wants. {nearest} would do.",
                colour=colour,
                scheme=scheme,
                ratio=ratio,
                nearest=nearest,
            ),
            field="accent",
        )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _towards(goal: str, colour: str, *, on: str) -> str:
    """The colour mixed with as little of `goal` as makes it readable on that surface."""
    for percent in range(0, 101, 2):
        pairs = zip(_channels(colour), _channels(goal), strict=True)
        mixed = bytes((own * (100 - percent) + other * percent) // 100 for own, other in pairs)
        candidate = f"#{mixed.hex()}"
        if contrast(candidate, on) >= ENOUGH_CONTRAST:
            return candidate
    return goal


def link_of(text: str) -> tuple[str, str]:
    """`Support=https://example.com/help`. A label has no equals sign, an address may have. Raises Invalid."""
    label, equals, url = text.partition("=")
    if not equals:
        raise Invalid(say("“{text}” has no label. Write it like “Support={text}”.", text=text), field="links")
    return label.strip(), url.strip()


def valid_links(pairs: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    """Raises Invalid."""
    links = tuple(Link(_valid_label(label), _valid_url(url.strip())) for label, url in pairs)
    if len(links) > LINKS_LIMIT:
        raise Invalid(
            say("{count} links are too many; at most {most} fit.", count=len(links), most=LINKS_LIMIT),
            field="links",
        )
    if len({link.label for link in links}) < len(links):
        raise Invalid(say("Two links have the same label. Give each its own."), field="links")
    return links


def _valid_label(label: str) -> str:
    try:
        return valid_name(label)
    except Invalid as error:
        raise Invalid(
            say("“{label}” can't be a link's label: {message}", label=label[:80].strip(), message=error.message),
            field="links",
        ) from error


def _valid_url(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    known = (parts.scheme in {"http", "https"} and parts.netloc) or (parts.scheme == "mailto" and parts.path)
    if not known or len(url) > _URL_LIMIT or any(char.isspace() or not char.isprintable() for char in url):
        raise Invalid(
            say(
                "“{url}” can't be linked to. Write it like https://example.com or mailto:help@example.com.",
                url=url[:80],
            ),
            field="links",
        )
    return url


def valid_logo(content: bytes) -> Logo:
    """An SVG, PNG, JPEG or GIF of at most 48 KiB. Raises Invalid."""
    kind = next((kind for kind, magic in _MAGIC.items() if content.startswith(magic)), None)
    kind = kind or next((kind for kind, shape in _KINDS.items() if shape.match(content)), None)
    if kind is None:
        raise Invalid(say("The logo is no picture that can be used. Give an SVG, PNG, JPEG or GIF file."), field="logo")
    if len(content) > LOGO_LIMIT:
        raise Invalid(
            say(
                "The logo has {count:,} KiB; at most {most} fit. Make it smaller.",
                count=len(content) // 1024,
                most=LOGO_LIMIT // 1024,
            ),
            field="logo",
        )
    return Logo(f"logo-{hashlib.sha256(content).hexdigest()[:10]}.{kind}", content)
