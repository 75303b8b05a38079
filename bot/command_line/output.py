"""How commands answer: a table for people, aligned text for pipes, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime

import typer

from bot.domain.errors import ReopenNeedsConfirmation, StormlampError, UnknownIncident

Row = Mapping[str, object]


def say(text: str) -> None:
    typer.echo(text)


def show_rows(rows: Sequence[Row], *, as_json: bool, otherwise: str) -> None:
    """The rows, whose keys are the headings; `otherwise` where there is none."""
    if as_json:
        show_json(rows)
    elif not rows:
        say(otherwise)
    elif sys.stdout.isatty():
        _show_table(rows)
    else:
        _show_aligned(rows)


def show_json(value: object) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def sentence(error: StormlampError) -> str:
    """What a refusal says here, where the way out is a command and not a form or a slash command."""
    if isinstance(error, UnknownIncident):
        return f"There is no {error.reference}. `stormlamp incident list all` shows which there are."
    if isinstance(error, ReopenNeedsConfirmation):
        return f"{error.reference} is resolved. `stormlamp incident reopen {error.reference} --message …` reopens it."
    return error.message


def _show_table(rows: Sequence[Row]) -> None:
    # Only here: a pipe need not wait for these to load.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in rows[0]:
        table.add_column(_heading(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    Console().print(table)


def _show_aligned(rows: Sequence[Row]) -> None:
    lines = [[_heading(heading) for heading in rows[0]], *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _heading(key: str) -> str:
    return key.replace("_", " ").capitalize()


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None or value == "" else str(value)
