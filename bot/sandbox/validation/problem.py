"""What is wrong with a payload, in Slack's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    message: str
    pointer: str

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Problems = Iterator[Problem]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Slack's error, with the problems that it names."""

    error: str
    problems: tuple[Problem, ...] = ()
