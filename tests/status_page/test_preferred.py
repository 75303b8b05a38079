from __future__ import annotations

import pytest

from bot.status_page.preferred import asked_language, preferred_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", None),
        ("*", None),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("en-US,en;q=0.9,fr;q=0.8", "en"),
        ("sv,fr;q=0.4,es;q=0.7", "es"),
        ("pt-PT", "pt-BR"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("de;q=0,fr;q=0.1", "fr"),
        ("sv, da;q=0.9", None),
        ("de;q=much", None),
        (",;q=,=;;,", None),
        ("de," + "a," * 30_000, "de"),
        ("a," * 30_000 + "de", None),  # nobody reads that far
    ],
)
def test_the_first_language_that_the_page_speaks_is_taken(header: str, language: str | None) -> None:
    assert preferred_language(header) == language


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("lang=fr", "fr"),
        ("lang=PT-br", "pt-BR"),
        ("x=1&lang=ja", "ja"),
        ("lang=sv", None),
        ("lang=", None),
        ("", None),
        ("lang=%ff%00", None),
        ("&" * 5_000, None),
    ],
)
def test_a_language_may_be_named_in_the_address(query: str, language: str | None) -> None:
    assert asked_language(query) == language
