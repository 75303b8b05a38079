"""Cleans what responders typed for the public: the one place where text becomes HTML."""

from __future__ import annotations

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup
from pydantic import AnyUrl, ValidationError

_TAGS = {"p", "br", "strong", "em", "del", "code", "pre", "ul", "ol", "li", "a", "blockquote"}
_INLINE_TAGS = {"br", "strong", "em", "del", "code", "a"}
#: Headings would tear the page's outline, pictures would be somebody else's request: their text is kept.
_parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable("strikethrough")
_parser.disable("image")
_ADDRESS = re.compile(r"https?://|mailto:", re.I)
_EMPTY_LINK = re.compile(r'<a href="">(.*?)</a>', re.S)


def _is_absolute(url: str) -> bool:
    try:
        return _ADDRESS.match(url) is not None and bool(AnyUrl(url))
    except ValidationError:
        return False


# A message is also read in feeds and mails, where an address without its host leads nowhere: it stays as typed.
_parser.validateLink = _is_absolute  # type: ignore[method-assign]


@lru_cache(maxsize=4096)
def to_html(text: str) -> Markup:
    """Remembered, because every publication shows mostly messages that the one before it has shown."""
    html = _parser.render(text)
    for level in range(1, 7):
        html = html.replace(f"<h{level}>", "<p><strong>").replace(f"</h{level}>", "</strong></p>")
    html = html.replace("<s>", "<del>").replace("</s>", "</del>")
    html = _EMPTY_LINK.sub(r"\1", html)  # the parser lets `[text]()` through without asking
    cleaned = _clean(html, _TAGS)
    # A dash alone is an empty list: what was typed is seen, whatever it means.
    return cleaned if cleaned.striptags().strip() else Markup("<p>{}</p>").format(text)


def to_inline_html(text: str) -> Markup:
    """The same within one paragraph, as the feeds want it: blocks become lines."""
    html = str(to_html(text)).replace("<li>", "• ").replace("</li>", "<br>")
    html = re.sub(r"</(p|pre|ul|ol|blockquote)>", "<br><br>", html)
    lines = re.sub(r"(<br>\s*){2,}", "<br><br>", _clean(html, _INLINE_TAGS)).rstrip()
    while lines.endswith("<br>"):
        lines = lines.removesuffix("<br>").rstrip()
    return Markup(lines)  # noqa: S704 - cleaned above, and only cut since


def _clean(html: str, tags: set[str]) -> Markup:
    cleaned = nh3.clean(
        html,
        tags=tags,
        attributes={"*": set(), "a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(cleaned.strip())  # noqa: S704 - what nh3 has cleaned is safe
