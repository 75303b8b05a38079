"""Composition objects: texts, options, groups of options, confirmations."""

from __future__ import annotations

from collections.abc import Collection

from bot.sandbox import limits
from bot.sandbox.validation.problem import Problem, Problems
from bot.sandbox.validation.shapes import Json, flag, items, listed, one_of, properties, string

_PLAIN = ("plain_text",)
_ANY = ("plain_text", "mrkdwn")


def text(value: object, pointer: str, *, most: int = limits.TEXT_OBJECT, plain: bool = False) -> Problems:
    """`plain`: no mark-up allowed. Left out is right."""
    if value is None:
        return
    yield from properties(value, pointer, required=("type", "text"), optional=("emoji", "verbatim"))
    if not isinstance(value, dict):
        return
    yield from one_of(value.get("type"), f"{pointer}/type", _PLAIN if plain else _ANY)
    yield from string(value.get("text"), f"{pointer}/text", most=most, least=1)
    yield from flag(value.get("emoji"), f"{pointer}/emoji")
    yield from flag(value.get("verbatim"), f"{pointer}/verbatim")
    if value.get("type") == "mrkdwn" and "emoji" in value:
        yield Problem("invalid additional property: emoji", pointer)
    if value.get("type") == "plain_text" and "verbatim" in value:
        yield Problem("invalid additional property: verbatim", pointer)


def option(value: object, pointer: str, *, plain: bool = True, with_url: bool = False) -> Problems:
    optional = ("description", "url") if with_url else ("description",)
    yield from properties(value, pointer, required=("text", "value"), optional=optional)
    if not isinstance(value, dict):
        return
    yield from text(value.get("text"), f"{pointer}/text", most=limits.OPTION_TEXT, plain=plain)
    yield from string(value.get("value"), f"{pointer}/value", most=limits.OPTION_VALUE, least=1)
    yield from text(value.get("description"), f"{pointer}/description", most=limits.OPTION_DESCRIPTION, plain=plain)
    yield from string(value.get("url"), f"{pointer}/url", most=limits.BUTTON_URL)


def options(
    value: object, pointer: str, *, most: int = limits.SELECT_OPTIONS, plain: bool = True, with_url: bool = False
) -> Problems:
    yield from items(value, pointer, most=most)
    for index, each in enumerate(listed(value)):
        yield from option(each, f"{pointer}/{index}", plain=plain, with_url=with_url)


def option_groups(value: object, pointer: str) -> Problems:
    yield from items(value, pointer, most=limits.SELECT_OPTION_GROUPS)
    for index, group in enumerate(listed(value)):
        at = f"{pointer}/{index}"
        yield from properties(group, at, required=("label", "options"))
        if isinstance(group, dict):
            yield from text(group.get("label"), f"{at}/label", most=limits.OPTION_TEXT, plain=True)
            yield from options(group.get("options"), f"{at}/options")


def confirm(value: object, pointer: str) -> Problems:
    if value is None:
        return
    yield from properties(value, pointer, required=("title", "text", "confirm", "deny"), optional=("style",))
    if not isinstance(value, dict):
        return
    yield from text(value.get("title"), f"{pointer}/title", most=limits.CONFIRM_TITLE, plain=True)
    yield from text(value.get("text"), f"{pointer}/text", most=limits.CONFIRM_TEXT)
    yield from text(value.get("confirm"), f"{pointer}/confirm", most=limits.CONFIRM_BUTTON, plain=True)
    yield from text(value.get("deny"), f"{pointer}/deny", most=limits.CONFIRM_BUTTON, plain=True)
    yield from one_of(value.get("style"), f"{pointer}/style", ("primary", "danger"))


def chosen_among(chosen: object, offered: Collection[object], pointer: str) -> Problems:
    """An initial option must be one of those offered, as it stands there."""
    if chosen is not None and chosen not in offered:
        yield Problem("initial option must exactly match one of the provided options", pointer)


def offered_by(element: Json) -> list[object]:
    groups = [group for group in listed(element.get("option_groups")) if isinstance(group, dict)]
    return [*listed(element.get("options")), *(each for group in groups for each in listed(group.get("options")))]
