"""Message text becomes harmless HTML, and stays readable."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from bot.status_page.markdown import to_html, to_inline_html
from tests.typed_text import ENDLESS, typed_texts

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


class Elements(HTMLParser):
    """What a browser would make of it: every element with its attributes, and those that were left open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: set[tuple[str, str, str]] = set()
        self.open: list[str] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen |= {(tag, name, value or "") for name, value in attributes} or {(tag, "", "")}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


@settings(max_examples=500, deadline=None)
@given(typed_texts)
def test_a_browser_finds_nothing_but_what_is_allowed(typed: str) -> None:
    inline = {"br", "strong", "em", "del", "code", "a"}
    blocks = {"p", "pre", "ul", "ol", "li", "blockquote"}
    for html, allowed in ((to_html(typed), inline | blocks), (to_inline_html(typed), inline)):
        found = Elements(html)

        assert (found.open, found.others) == ([], [])
        for tag, name, value in found.seen:
            assert tag in allowed
            assert (tag, name) in {("a", "href"), ("a", "rel"), (tag, "")}
            if name == "href":
                assert urlsplit(value).scheme in {"", "http", "https", "mailto"}


@pytest.mark.parametrize("text", ENDLESS, ids=lambda text: repr(text[:4]))
def test_the_longest_text_comes_to_an_end_in_safety(text: str) -> None:
    assert Elements(to_inline_html(text[:20_000])).others == []


@pytest.mark.parametrize("typed", ["-", ">", "#", "1.", "---", "[]()", "[x]: http://example.com", "```\n```"])
def test_what_means_nothing_visible_is_shown_as_it_was_typed(typed: str) -> None:
    assert to_html(typed) == f"<p>{escape(typed)}</p>"
