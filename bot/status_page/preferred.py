"""Which of the page's languages a visitor wants."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qs

from bot.domain.page import LOCALES

_KNOWN = {locale.casefold(): locale for locale in LOCALES}
_LONGEST_QUERY = 1_024  # characters that are looked at
_LONGEST_HEADER = 512  # the same, and what is remembered
#: By its primary subtag, for who wants another country's or script's: `pt-PT` reads `pt-BR`.
_BY_PRIMARY = {locale.partition("-")[0].casefold(): locale for locale in LOCALES}


def preferred_language(accept_language: str) -> str | None:
    """The first of the page's languages that the header wants (RFC 9110, 12.5.4); None where it wants none of them."""
    return _preferred(accept_language[:_LONGEST_HEADER])


@lru_cache(maxsize=1_024)
def _preferred(accept_language: str) -> str | None:
    wanted = sorted(_ranges(accept_language), key=lambda each: -each[1])
    return next((found for tag, weight in wanted if weight > 0 and (found := _spoken(tag)) is not None), None)


def asked_language(query: str) -> str | None:
    """What `?lang=` names; None where it names none of the page's languages."""
    values = parse_qs(query[:_LONGEST_QUERY]).get("lang", [""]) if query else [""]
    return _KNOWN.get(values[-1].strip().casefold())


def _ranges(header: str) -> list[tuple[str, float]]:
    ranges = []
    for item in header.split(","):
        tag, _, parameters = item.partition(";")
        name, _, value = parameters.strip().partition("=")
        try:
            weight = float(value) if name.strip().lower() == "q" else 1.0
        except ValueError:
            weight = 0.0
        ranges.append((tag.strip().casefold(), weight))
    return ranges


def _spoken(tag: str) -> str | None:
    return _KNOWN.get(tag) or _BY_PRIMARY.get(tag.partition("-")[0])
