from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest

from bot.domain.texts import later, say, say_many, speak


class Shouted(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return {"{name} leads.": "{name} FÜHRT."}.get(message, message.upper())

    def ngettext(self, one: str, many: str, count: int) -> str:
        return "{count} VORFALL" if count < 2 else "{count:,} VORFÄLLE"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    speak()


def test_a_text_is_said_in_english_until_another_language_is_spoken() -> None:
    assert say("{name} leads.", name="Ada") == "Ada leads."

    speak(Shouted())
    assert say("{name} leads.", name="Ada") == "Ada FÜHRT."

    speak()
    assert say("{name} leads.", name="Ada") == "Ada leads."


def test_a_constant_is_said_in_the_language_of_the_moment() -> None:
    constant = later("No one leads.")
    speak(Shouted())

    assert say(constant) == "NO ONE LEADS."


def test_a_constant_that_was_not_said_is_found_out() -> None:
    with pytest.raises(TypeError, match="No one leads"):
        f"{later('No one leads.')}"


@pytest.mark.parametrize(("count", "said"), [(0, "0 VORFALL"), (1, "1 VORFALL"), (2_000, "2,000 VORFÄLLE")])
def test_the_language_chooses_the_form_for_a_number(count: int, said: str) -> None:
    speak(Shouted())

    assert say_many("{count} incident", "{count:,} incidents", count) == said


def test_what_a_person_typed_is_never_read_as_a_text() -> None:
    assert say("{title}", title="{name} %s {}") == "{name} %s {}"
    assert say("In Markdown: {component} and {page}.") == "In Markdown: {component} and {page}."
