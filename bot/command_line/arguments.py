"""What several commands take, and how it is read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from bot.domain.component import ComponentStatus
from bot.domain.errors import Invalid
from bot.domain.placement import After, Before, Destination, ToPosition
from bot.domain.vocabulary import component_status
from bot.use_cases.change_incident import KEEP, Keep

#: Bytes, many times what a message may have: what comes may have no end.
_LONGEST = 1_000_000

_Value = TypeVar("_Value")

PageArgument = Annotated[str, typer.Argument(metavar="PAGE", help="The page's slug.")]
ToOption = Annotated[int | None, typer.Option(metavar="POSITION", help="The place it shall have, counted from 1.")]
BeforeOption = Annotated[str | None, typer.Option(metavar="OTHER", help="Put it before this one.")]
AfterOption = Annotated[str | None, typer.Option(metavar="OTHER", help="Put it after this one.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")]


def kept_unless(value: _Value | None) -> _Value | Keep:
    return KEEP if value is None else value


def kept_unless_cleared(value: str | None) -> str | Keep | None:
    """An empty text takes away what was there."""
    return KEEP if value is None else value or None


def read_destination(to: int | None, before: str | None, after: str | None) -> Destination:
    """Raises typer.BadParameter unless just one is given."""
    destinations: list[Destination] = [
        *([] if to is None else [ToPosition(to)]),
        *([] if before is None else [Before(before)]),
        *([] if after is None else [After(after)]),
    ]
    if len(destinations) != 1:
        raise typer.BadParameter("Give one of --to, --before and --after.")
    return destinations[0]


def read_message(text: str) -> str:
    """The text itself, or standard input for `-`."""
    if text != "-":
        return text
    try:
        typed = sys.stdin.buffer.read(_LONGEST + 1)
        if len(typed) > _LONGEST:
            raise Invalid(f"The message on standard input is longer than {_LONGEST:,} bytes.", field="message")
        return typed.decode()
    except UnicodeDecodeError as error:
        raise Invalid("The message on standard input is not UTF-8 text.", field="message") from error


def read_file(path: str, *, name: str) -> bytes:
    """Raises Invalid."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Invalid(f"{path} can't be read: {error.strerror}.", field=name) from error


def minutes(number: int | None) -> timedelta | None:
    return None if number is None else timedelta(minutes=number)


def read_time(text: str, *, name: str, time_zone: str) -> datetime:
    """`2026-11-23T14:05`, in that zone unless it names another. Raises Invalid."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid(
            f"“{text}” is not a time. Write it like 2026-11-23T14:05, in the page's zone ({time_zone}), "
            "or with an offset, like 2026-11-23T14:05+01:00.",
            field=name,
        ) from error
    return (at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(time_zone))).astimezone(UTC)


def read_component_statuses(pairs: Sequence[str]) -> dict[str, ComponentStatus]:
    """`API=partial_outage` and so on. A name may have an equals sign, a status has none."""
    statuses = {}
    for pair in pairs:
        name, equals, status = pair.rpartition("=")
        if not equals:
            raise Invalid(
                f"“{pair}” names no status. Write it like “{pair}=partial_outage”; "
                f"the statuses are: {', '.join(ComponentStatus)}.",
                field="components",
            )
        statuses[name] = component_status(status)
    return statuses
