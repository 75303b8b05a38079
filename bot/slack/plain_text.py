"""Slack's escaped text as a person typed it: the public must never read an id."""

from __future__ import annotations

import re

from bot.domain.text import uncontrolled

_TOKEN = re.compile(r"<([^<>]*)>")


def plain_text(text: str) -> str:
    """As `unwrapped`, without control characters: a form or a message that repeats them may be refused."""
    return unwrapped(uncontrolled(text))


def unwrapped(text: str) -> str:
    """`<@U1|ada>` is `@ada` again, `<#C1|general>` is `#general`, `&amp;` is `&`. A link keeps its address."""
    return _TOKEN.sub(_typed, text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _typed(token: re.Match[str]) -> str:
    inner = token[1]
    body, _, label = inner.partition("|")
    match body[:1]:
        case "@":
            return f"@{label.removeprefix('@') or 'someone'}"
        case "#":
            return f"#{label.removeprefix('#') or 'channel'}"
        case "!":
            return _special(body[1:], label)
        case _:
            return _link(body, label)


def _special(body: str, label: str) -> str:
    """`<!here>`, `<!subteam^S1|@ops>`, `<!date^…|fallback>`."""
    if body.startswith("date^"):
        return label
    return f"@{(label or ('group' if '^' in body else body)).removeprefix('@')}"


def _link(url: str, label: str) -> str:
    address = url.removeprefix("mailto:")
    return address if not label or label in url else f"[{label}]({address})"
