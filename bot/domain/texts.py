"""Says every text that people read in Slack, in the language that Stormlamp speaks."""

from __future__ import annotations

import gettext
from dataclasses import dataclass

_NO_TRANSLATION = gettext.NullTranslations()
_spoken = _NO_TRANSLATION


@dataclass(frozen=True, slots=True)
class Later:
    """A text that stands in a table or a constant, and is said where it is used."""

    text: str

    def __str__(self) -> str:
        raise TypeError(f"This was to be said: {self.text!r}")


def speak(translations: gettext.NullTranslations = _NO_TRANSLATION) -> None:
    """Every text said from now on is that of `translations`; none given, the English that stands in the code."""
    global _spoken
    _spoken = translations


def later(text: str, /) -> Later:
    """What `say` takes. A text is given to one of the two as it stands, so that the catalogue has all of them."""
    return Later(text)


def say(text: str | Later, /, **values: object) -> str:
    """`text` in the language spoken, with `values` where it names them; braces are literal where there are none."""
    said = _spoken.gettext(text.text if isinstance(text, Later) else text)
    return said.format(**values) if values else said


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """The form that the language has for `count`, which the text may name as well."""
    return _spoken.ngettext(one, many, count).format(count=count, **values)
