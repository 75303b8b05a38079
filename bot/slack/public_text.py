"""A Slack message as the public may read it: Slack's mark-up becomes the page's Markdown."""

from __future__ import annotations

import re

import emoji

from bot.domain.text import uncontrolled
from bot.slack.plain_text import unwrapped

_CODE = re.compile(r"```\n?(.*?)\n?```|`([^`\n]+)`", re.DOTALL)
# A mark ends at the next of its kind: looking further would take minutes for a long text with many that never end.
_BOUNDARY = r"(?<![\w*_~]){mark}(?=\S)([^\n{mark}]+)(?<=\S){mark}(?![\w*_~])"
_MARKS = (
    (re.compile(_BOUNDARY.format(mark=r"\*")), r"**\1**"),
    (re.compile(_BOUNDARY.format(mark="_")), r"*\1*"),
    (re.compile(_BOUNDARY.format(mark="~")), r"~~\1~~"),
)
_BULLET = re.compile(r"^([^\S\n]*)[•◦▪][^\S\n]+", re.MULTILINE)
_TOKEN = re.compile(r"<[^<>]*>")
_ASIDE = re.compile("\0(\\d+)\0")
_QUOTE = re.compile(r"^&gt;\s?", re.MULTILINE)


def public_text(text: str) -> str:
    """Bold, italics, struck text, links, lists, quotes, code and emoji; code stays as it is, mentions become names."""
    text = uncontrolled(text)  # one of them marks what is put aside
    pieces: list[str] = []
    end = 0
    for code in _CODE.finditer(text):
        pieces.append(_prose(text[end : code.start()]))
        block, span = code.groups()
        pieces.append(f"`{unwrapped(span)}`" if block is None else f"\n```\n{unwrapped(block)}\n```\n")
        end = code.end()
    pieces.append(_prose(text[end:]))
    return "".join(pieces).strip()


def _prose(text: str) -> str:
    text = _BULLET.sub(r"\1- ", _QUOTE.sub("> ", text))
    # Links and mentions are put aside, so that nothing inside of them is taken for mark-up.
    aside: list[str] = []

    def put_aside(token: re.Match[str]) -> str:
        aside.append(unwrapped(token[0]))
        return f"\0{len(aside) - 1}\0"

    text = _TOKEN.sub(put_aside, text)
    for pattern, markdown in _MARKS:
        text = pattern.sub(markdown, text)
    text = emoji.emojize(unwrapped(text), language="alias")
    return _ASIDE.sub(lambda number: aside[int(number[1])], text)
