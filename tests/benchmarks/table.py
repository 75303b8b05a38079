"""What a measurement prints: a name, a number with its unit, and what to hold it against."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    value: str
    beside: str = ""


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def mebibytes(count: int) -> str:
    return f"{count / 2**20:.0f} MiB"


def ratio(ours: float, theirs: float, name: str) -> str:
    return f"{ours / theirs:.2f} × {name}"


def percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def show(title: str, rows: Sequence[Row]) -> None:
    print(f"\n{title}")  # noqa: T201 a benchmark prints
    width = max(len(row.what) for row in rows)
    for row in rows:
        print(f"  {row.what:<{width}}  {row.value:>12}  {row.beside}".rstrip())  # noqa: T201
