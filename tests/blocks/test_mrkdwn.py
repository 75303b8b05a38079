"""Whatever a person typed, Slack is sent text: nobody is named, nobody is pinged."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from bot.blocks.mrkdwn import from_markdown, link
from tests.typed_text import typed_texts

_LINK = re.compile(r"<(https?://|mailto:)[^<>|\s]*\|[^<>|\n]*>", re.IGNORECASE)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[all of you](!channel)", "all of you"),
        ("[all of you](<!here>)", "all of you"),
        ("[Ada](@U0ADA)", "Ada"),
        ("[ops](#C0OPS)", "ops"),
        ("[ops]\n\n[ops]: !subteam^S0OPS", "ops"),
        ("[](!everyone)", "!everyone"),
        ("[the log](/history)", "the log"),
        ("<!channel> & <@U0ADA>", "&lt;!channel&gt; &amp; &lt;@U0ADA&gt;"),
        ("`<!channel>`", "`&lt;!channel&gt;`"),
        ("[a|b](https://a.example/|x)", "<https://a.example/%7Cx|a¦b>"),
        ("[**loud** `code`](HTTPS://a.example)", "<HTTPS://a.example|loud code>"),
        ("<mailto:ada@a.example>", "<mailto:ada@a.example|mailto:ada@a.example>"),
    ],
)
def test_only_an_address_becomes_a_link(markdown: str, shown: str) -> None:
    assert from_markdown(markdown) == shown


@settings(max_examples=300, deadline=None)
@given(typed_texts)
def test_no_text_pings_anybody(typed: str) -> None:
    assert "<" not in _LINK.sub("", from_markdown(typed))


@settings(deadline=None)
@given(typed_texts, typed_texts)
def test_a_link_is_one_link_or_none(url: str, text: str) -> None:
    assert "<" not in _LINK.sub("", link(f"https://a.example/{url}", " ".join(text.split())))
    assert "<" not in _LINK.sub("", link(url, " ".join(text.split())))
