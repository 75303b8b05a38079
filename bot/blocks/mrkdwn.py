"""Text for Slack: the one place that escapes, and that turns the page's Markdown into Slack's mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough").disable("image")
_MARKS = {"strong": "*", "em": "_", "s": "~"}
_VISIBLE = re.compile(r"[^\s>•]")
_SCHEMES = ("https://", "http://", "mailto:")


def escape(text: str) -> str:
    """Slack's three characters and nothing else: no text that a person typed can then name or ping anyone."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, text: str) -> str:
    """The text alone where the address is none: Slack takes `<!channel|…>` and `<@U1|…>` for a ping.

    A bar or a bracket in the text or the address would end the link early.
    """
    if not url.lower().startswith(_SCHEMES):
        return escape(text)
    return f"<{quote(url, safe=':/?#[]@!$&()*+,;=%~')}|{escape(text).replace('|', '¦')}>"


def date(moment: datetime, form: str = "{date_short_pretty} {time}") -> str:
    """The moment in each reader's own zone; where Slack can't show that, in UTC."""
    return f"<!date^{int(moment.timestamp())}^{form}|{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC>"


@lru_cache(maxsize=1_000)
def from_markdown(text: str) -> str:
    """What the page shows as Markdown, in Slack's mark-up, escaped; as it was typed where nothing would be seen of it.

    Remembered, since to turn a leaf of an incident with many updates, all of them are measured.
    """
    lines: list[str] = []
    _blocks(iter(_MARKDOWN.parse(text)), lines)
    shown = "\n".join(lines).strip("\n")
    return shown if _VISIBLE.search(shown) else escape(text)


def _blocks(tokens: Iterable[Token], lines: list[str]) -> None:
    quotes = 0
    lists: list[int | None] = []  # the next number of each ordered list, None for a bulleted one
    marker = ""

    def put(content: str) -> None:
        nonlocal marker
        indent = "    " * max(0, len(lists) - 1)
        for number, line in enumerate(content.split("\n")):
            lead = marker if number == 0 else " " * len(marker)
            lines.append(("> " if quotes else "") + indent + lead + line)
        marker = ""

    def gap() -> None:
        if not lists and lines and lines[-1]:
            lines.append("> " if quotes else "")

    for token in tokens:
        match token.type:
            case "paragraph_open" | "heading_open":
                gap()
            case "inline":
                put(_inline(token.children or []))
            case "fence" | "code_block":
                gap()
                put("```\n" + escape(token.content.rstrip("\n")) + "\n```")
            case "hr":
                gap()
                put("———")
            case "blockquote_open":
                gap()
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "bullet_list_open" | "ordered_list_open":
                gap()
                lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                number = lists[-1]
                marker = "• " if number is None else f"{number}. "
                lists[-1] = None if number is None else number + 1


def _inline(tokens: Iterable[Token]) -> str:
    out: list[str] = []
    href: str | None = None
    label: list[str] = []
    for token in tokens:
        target = out if href is None else label
        match token.type:
            case "text":
                target.append(token.content if href is not None else escape(token.content))
            case "softbreak" | "hardbreak":
                target.append(" " if href is not None else "\n")
            case "code_inline":
                target.append(token.content if href is not None else f"`{escape(token.content)}`")
            case "link_open":
                href, label = str(token.attrGet("href") or ""), []
            case "link_close":
                out.append(link(href or "", "".join(label) or href or ""))
                href = None
            case _ if token.tag in _MARKS and href is None:
                out.append(_MARKS[token.tag])
    return "".join(out)
