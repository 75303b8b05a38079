"""Messages that a page keeps ready for responders, with the names to be filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import Invalid
from bot.domain.text import valid_message, valid_name
from bot.domain.texts import say

MOST = 100  # a select of Slack's holds no more
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_KNOWN = ("component", "page")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyMessage:
    """`text` is Markdown; `{component}` and `{page}` in it stand for the names of what is affected."""

    id: int
    name: str
    text: str

    def filled(self, *, page: str, components: Sequence[str]) -> str:
        """Without a component, the page's name stands for it."""
        names = {"page": page, "component": _listed(components) or page}
        return _PLACEHOLDER.sub(lambda match: names.get(match[1], match[0]), self.text)


def valid_ready_message(name: str, text: str) -> tuple[str, str]:
    """Raises Invalid for a name or a text out of bounds, and for a placeholder that is none."""
    cleaned = valid_message(text)
    for placeholder in _PLACEHOLDER.findall(cleaned):
        if placeholder not in _KNOWN:
            raise Invalid(
                say(
                    "“{{{placeholder}}}” stands for nothing. There are {{component}} and {{page}}.",
                    placeholder=placeholder,
                ),
                field="message",
            )
    return valid_name(name), cleaned


def begun_with(typed: str, ready: str, *, is_untouched: bool) -> str:
    """What was typed by hand stays above the ready message; one that is as it was filled in gives way to it."""
    return ready if is_untouched or not typed.strip() else f"{typed.strip()}\n\n{ready}"


def _listed(names: Sequence[str]) -> str:
    *others, last = names or [""]
    return say("{others} and {last}", others=", ".join(others), last=last) if others else last
