"""Sizes and properties, as every part of a payload has them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from bot.sandbox.validation.problem import Problem, Problems

Json = dict[str, Any]


def properties(value: object, pointer: str, *, required: Collection[str], optional: Collection[str] = ()) -> Problems:
    """Nothing missing, nothing unknown; a null counts as left out."""
    if not isinstance(value, dict):
        yield Problem("must be an object", pointer)
        return
    for name in required:
        if value.get(name) is None:
            yield Problem(f"missing required field: {name}", pointer)
    for name in value:
        if name not in {"type", *required, *optional}:
            yield Problem(f"invalid additional property: {name}", pointer)


def string(value: object, pointer: str, *, most: int, least: int = 0) -> Problems:
    """Left out is right; what must be there stands in `properties`."""
    if value is None:
        return
    if not isinstance(value, str):
        yield Problem("must be a string", pointer)
    elif len(value) > most:
        yield Problem(f"must be less than {most + 1} characters", pointer)
    elif len(value) < least:
        yield Problem(f"must be more than {least - 1} characters", pointer)


def number(value: object, pointer: str, *, least: int, most: int) -> Problems:
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool):
        yield Problem("must be an integer", pointer)
    elif value > most:
        yield Problem(f"must be less than {most + 1}", pointer)
    elif value < least:
        yield Problem(f"must be more than {least - 1}", pointer)


def flag(value: object, pointer: str) -> Problems:
    if value is not None and not isinstance(value, bool):
        yield Problem("must be a boolean", pointer)


def one_of(value: object, pointer: str, allowed: Sequence[str]) -> Problems:
    if value is not None and value not in allowed:
        yield Problem(f"must be one of: {', '.join(allowed)}", pointer)


def items(value: object, pointer: str, *, most: int, least: int = 1) -> Problems:
    """A list of that many items."""
    if value is None:
        return
    if not isinstance(value, list):
        yield Problem("must be an array", pointer)
    elif len(value) > most:
        yield Problem(f"no more than {most} items allowed", pointer)
    elif len(value) < least:
        yield Problem(f"no fewer than {least} items allowed", pointer)


def listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
