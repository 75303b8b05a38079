"""Options of a select, however many: Slack takes a hundred, or a hundred groups of a hundred."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from slack_sdk.models.blocks import Option, OptionGroup

from bot.blocks import limits


@dataclass(frozen=True, slots=True)
class Choices:
    """Either `options` or `groups`; never both, as in Slack."""

    options: Sequence[Option] | None
    groups: Sequence[OptionGroup] | None

    @property
    def size(self) -> int:
        """Bytes in a view."""
        return len(json.dumps([each.to_dict() for each in self.options or self.groups or ()]))

    def first(self, limit: int) -> Choices:
        """At most `limit` options of it, in their groups."""
        if self.groups is None:
            return Choices((self.options or [])[:limit], None)
        kept = []
        for group in self.groups:
            options = (group.options or [])[:limit]
            limit -= len(options)
            if options:
                kept.append(OptionGroup(label=group.label, options=options))
        return Choices(None, kept)


class _Option(Option):
    """One of dozens in each form, and the same in all of them: what Slack gets of it is made once."""

    def __init__(self, *, text: str, value: str) -> None:
        super().__init__(text=text, value=value)
        self._made: dict[str, dict[str, Any]] = {}

    def to_dict(self, option_type: str = "block") -> dict[str, Any]:
        if option_type not in self._made:
            self._made[option_type] = super().to_dict(option_type)
        return self._made[option_type]


@lru_cache(maxsize=4_096)
def option(text: str, value: str) -> Option:
    return _Option(text=limits.cut(text, limits.OPTION_TEXT), value=value)


def plain(options: Sequence[Option]) -> Choices:
    """Without groups, as long as they fit."""
    if len(options) <= limits.OPTIONS:
        return Choices(options, None)
    return Choices(None, _ranges(options))


def grouped(groups: Iterable[tuple[str, Sequence[Option]]]) -> Choices:
    """A group that is too big is split; too many groups give way to ranges over all options."""
    groups = list(groups)
    pieces = [piece for label, options in groups for piece in _split(label, options)]
    if len(pieces) > limits.OPTION_GROUPS:
        pieces = _ranges([option for _, options in groups for option in options])
    return Choices(None, pieces)


def _split(label: str, options: Sequence[Option]) -> list[OptionGroup]:
    if len(options) <= limits.OPTIONS:
        return [_group(label, options)]
    pieces = []
    for start in range(0, len(options), limits.OPTIONS):
        piece = options[start : start + limits.OPTIONS]
        numbers = f" ({start + 1}–{start + len(piece)})"
        pieces.append(_group(limits.cut(label, limits.OPTION_TEXT - len(numbers)) + numbers, piece))
    return pieces


def _ranges(options: Sequence[Option]) -> list[OptionGroup]:
    pieces = [options[start : start + limits.OPTIONS] for start in range(0, len(options), limits.OPTIONS)]
    half = limits.OPTION_TEXT // 2 - 2
    return [
        _group(f"{limits.cut(piece[0].text or '', half)} – {limits.cut(piece[-1].text or '', half)}", piece)
        for piece in pieces
    ]


def _group(label: str, options: Sequence[Option]) -> OptionGroup:
    return OptionGroup(label=limits.cut(label, limits.OPTION_TEXT), options=list(options))
