"""The page's own words in the languages that it speaks; what responders write stays as they wrote it."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain import wording
from bot.domain.incident import Impact
from bot.domain.page import DEFAULT_LOCALE

#: `templates` stands beside `bot`, in the repository as in site-packages.
CATALOGUES = Path(__file__).parents[2] / "templates" / "locales"

IMPACT = MappingProxyType(
    {
        Impact.NONE: "No impact",
        Impact.MAINTENANCE: "Maintenance",
        Impact.MINOR: "Minor impact",
        Impact.MAJOR: "Major impact",
        Impact.CRITICAL: "Critical impact",
    }
)


@dataclass(frozen=True, slots=True)
class Language:
    """`tag` is that of BCP 47, for HTML; `words` translates from English."""

    tag: str
    locale: Locale
    words: gettext.NullTranslations

    @property
    def direction(self) -> str:
        return str(self.locale.text_direction)

    @property
    def incident_status(self) -> dict[str, str]:
        return {status: self.words.gettext(word.text) for status, word in wording.INCIDENT_STATUS.items()}

    @property
    def component_status(self) -> dict[str, str]:
        return {status: self.words.gettext(word.text) for status, word in wording.COMPONENT_STATUS.items()}

    @property
    def impact(self) -> dict[str, str]:
        return {impact: self.words.gettext(word) for impact, word in IMPACT.items()}

    def length(self, length: timedelta) -> str:
        """`2 h 5 min`: the two largest units, rounded down."""
        _ = self.words.gettext
        minutes = max(0, int(length.total_seconds())) // 60
        if not minutes:
            return _("less than a minute")
        days, minutes_of_day = divmod(minutes, 24 * 60)
        hours, minutes_of_hour = divmod(minutes_of_day, 60)
        pieces = ((days, _("%d d")), (hours, _("%d h")), (0 if days else minutes_of_hour, _("%d min")))
        return " ".join(word % count for count, word in pieces if count)


@cache
def language(tag: str) -> Language:
    locale = Locale.parse(tag, sep="-")
    if tag == DEFAULT_LOCALE:
        return Language(tag, locale, gettext.NullTranslations())
    with open(CATALOGUES / f"{tag}.po", "rb") as file:
        catalogue = read_po(file, locale=tag.replace("-", "_"))
    # Compiled here and not in the repository: what is read is what was reviewed.
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Language(tag, locale, gettext.GNUTranslations(compiled))
