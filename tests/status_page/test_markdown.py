"""Message text becomes harmless HTML, and stays readable."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.status_page.markdown import to_html, to_inline_html

ALLOWED = re.compile(
    r"</?(p|br|strong|em|del|code|pre|ul|ol|li|blockquote)>|</a>"
    r'|<a href="(https?://|mailto:)[^"<>]*" rel="nofollow noopener noreferrer">'
)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("plain", "<p>plain</p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        (
            "**bold** *slanted* ~~gone~~ `code`",
            "<p><strong>bold</strong> <em>slanted</em> <del>gone</del> <code>code</code></p>",
        ),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("# Loud", "<p><strong>Loud</strong></p>"),
        (
            "[report](https://example.com/a?b=1&c=2)",
            '<p><a href="https://example.com/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">report</a></p>',
        ),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("[**x**]() and y", "<p><strong>x</strong> and y</p>"),
    ],
)
def test_markdown_is_read(typed: str, html: str) -> None:
    assert to_html(typed) == html


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.com/pixel.png)",
        "<javascript:alert(1)>",
        '[x](https://example.com "onmouseover=alert(1)")',
        "<svg/onload=alert(1)>",
        "</div></body><h1>mine",
        "`</code><script>`",
        "```html\n<script>\n```",
        "[a]: javascript:alert(1)\n\n[a]",
    ],
)
def test_nothing_dangerous_survives(typed: str) -> None:
    for html in (to_html(typed), to_inline_html(typed)):
        assert "<" not in ALLOWED.sub("", html)
        assert not re.search(r'href="(?!https?:|mailto:)', html)


@pytest.mark.parametrize(
    "typed",
    [
        "[x](/history)",
        "[x](//example.com)",
        "[x](#a)",
        "[x](ftp://example.com)",
        "[x](https:example.com)",
        "[x](https://[::1)",
    ],
)
def test_an_address_that_leads_nowhere_from_a_feed_stays_as_typed(typed: str) -> None:
    assert to_html(typed) == f"<p>{typed}</p>"


@given(st.text(alphabet=st.sampled_from("<>&\"'`*_~[](){}!#-+.:/\\ \nabj1"), max_size=200))
def test_no_text_makes_a_tag_that_is_not_allowed(typed: str) -> None:
    assert "<" not in ALLOWED.sub("", to_html(typed))
    assert "<p>" not in to_inline_html(typed)


@pytest.mark.parametrize(
    "bomb", ["[" * 3000, "*a " * 1000, "> " * 1500, "![[](" * 600, "`" * 3000, "_" * 3000, "x" * 10_000]
)
def test_a_markdown_bomb_is_just_text(bomb: str) -> None:
    assert "<script" not in to_html(bomb)


def test_in_a_feed_blocks_become_lines_of_one_paragraph() -> None:
    assert to_inline_html("One\n\n- a\n- b\n\nTwo\nthree") == "One<br><br>• a<br>\n• b<br><br>Two<br>\nthree"
