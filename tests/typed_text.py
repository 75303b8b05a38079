"""Texts as somebody types them who means harm, or does not know better."""

from __future__ import annotations

from hypothesis import strategies as st

_FRAGMENTS = (
    *("*", "**", "_", "~", "~~", "`", "```", "\n", "\n\n", " ", "    ", "\t", "- ", "1. ", "# ", "> ", "&gt; ", "• "),
    *("[", "]", "(", ")", "[x](", "![", "](", "[x]: ", "<", ">", "|", "&", "&amp;", "&lt;", "&#60;", "&#x3c;", "\\"),
    *("<!here>", "<!channel|x>", "<@U0SECRET>", "<@U0SECRET|ada>", "<#C0SECRET|ops>", "<!subteam^S0SECRET>"),
    *("!channel", "@U0SECRET", "#C0SECRET", "<https://a.example|a>", "https://a.example/?b=1&c", "mailto:a@b.example"),
    *("javascript:alert(1)", "JaVa\tScRiPt:", "data:text/html,", "vbscript:", "//a.example", "&colon;", "%00", "\0"),
    *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=", '" onmouseover="', "'", "<!--", "]]>"),
    *("\u202e", "\u2028", "\ufeff", "\x1b[31m", ":tada:", ":", "é", "𝕏", "{{ page }}", "{component}", "INC-1", "#1"),
)

#: Any text at all, more often one that means something to some parser.
typed_texts = st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=6), max_size=30).map("".join)

#: Worth 40,000 characters each, as long as a message in Slack can be. `make bench` says what they cost.
ENDLESS = [
    (unit * 40_000)[:40_000]
    for unit in (" *a", " _a", " ~a", "\n", " ", " " * 999 + "x", "`", "`a\n", "```\n", "<", "<a", ":a", "• ", "[", "&")
]
