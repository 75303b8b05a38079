from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.mrkdwn import escape
from bot.domain.text import uncontrolled
from bot.slack.plain_text import plain_text
from tests.typed_text import ENDLESS, typed_texts


@pytest.mark.parametrize(
    ("escaped", "typed"),
    [
        ("Ask <@U1|ada>", "Ask @ada"),
        ("Ask <@U1>", "Ask @someone"),
        ("See <#C1|general>", "See #general"),
        ("See <#C1>", "See #channel"),
        ("<!here> <!subteam^S1|@ops> <!subteam^S1>", "@here @ops @group"),
        ("since <!date^1392734382^{time}|14:39 UTC>", "since 14:39 UTC"),
        ("<https://example.com/a?b=1&amp;c>", "https://example.com/a?b=1&c"),
        ("<http://example.com|example.com>", "http://example.com"),
        ("<https://example.com|the docs>", "[the docs](https://example.com)"),
        ("<mailto:ada@example.com|ada@example.com>", "ada@example.com"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&lt;@U1|ada&gt; &amp;lt;", "<@U1|ada> &lt;"),
        ("ding\a\x7f dong\r\n", "ding dong\n"),
    ],
)
def test_a_text_reads_as_it_was_typed(escaped: str, typed: str) -> None:
    assert plain_text(escaped) == typed


@given(st.text())
def test_what_was_only_escaped_comes_back_unchanged(text: str) -> None:
    assert plain_text(escape(text)) == uncontrolled(text)


@given(typed_texts)
def test_a_mention_shows_no_id_whatever_stands_before_it(text: str) -> None:
    assert "U0HIDDEN9" not in plain_text(f"{text}<@U0HIDDEN9|ada>")


@pytest.mark.parametrize("text", ENDLESS, ids=lambda text: repr(text[:4]))
def test_the_longest_text_is_read_whole(text: str) -> None:
    assert plain_text(text) == text
