"""The words that people type for the domain's values: a status or an impact, or an unambiguous part of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from bot.domain.component import ComponentStatus
from bot.domain.errors import Invalid
from bot.domain.incident import CHOOSABLE_IMPACTS, Impact, IncidentStatus

_Word = TypeVar("_Word", bound=StrEnum)


def incident_status(text: str) -> IncidentStatus:
    """`identified`, `id`, `mon`. Raises Invalid, naming the choices."""
    return _one_of(IncidentStatus, text, named="a status of an incident", field="status")


def component_status(text: str) -> ComponentStatus:
    """`partial_outage`, `Partial outage`, `partial`, `maintenance`. Raises Invalid, naming the choices."""
    return _one_of(ComponentStatus, text, named="a status of a component", field="components")


def impact(text: str) -> Impact:
    """`critical`, `crit`. Raises Invalid, naming the choices."""
    return _one_of(CHOOSABLE_IMPACTS, text, named="an impact", field="impact")


def _one_of(choices: Iterable[_Word], text: str, *, named: str, field: str) -> _Word:
    wanted = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    # From the beginning of any of its words: “maintenance” is enough for under_maintenance.
    found = [choice for choice in choices if wanted and f"_{wanted}" in f"_{choice}"]
    if len(found) != 1:
        what = f"could be {' or '.join(found)}" if found else f"is not {named}"
        raise Invalid(f"“{text}” {what}. There are: {', '.join(choices)}.", field=field)
    return found[0]
