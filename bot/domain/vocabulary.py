"""The words that people type for the domain's values: a status or an impact, or an unambiguous part of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from bot.domain.component import ComponentStatus
from bot.domain.errors import Invalid
from bot.domain.incident import CHOOSABLE_IMPACTS, Impact, IncidentStatus
from bot.domain.texts import Later, later, say

_Word = TypeVar("_Word", bound=StrEnum)

_NO_STATUS = later("“{text}” is not a status of an incident. There are: {choices}.")
_NO_COMPONENT_STATUS = later("“{text}” is not a status of a component. There are: {choices}.")
_NO_IMPACT = later("“{text}” is not an impact. There are: {choices}.")


def incident_status(text: str) -> IncidentStatus:
    """`identified`, `id`, `mon`. Raises Invalid, naming the choices."""
    return _one_of(
        IncidentStatus,
        text,
        unknown=_NO_STATUS,
        field="status",
    )


def component_status(text: str) -> ComponentStatus:
    """`partial_outage`, `Partial outage`, `partial`, `maintenance`. Raises Invalid, naming the choices."""
    return _one_of(
        ComponentStatus,
        text,
        unknown=_NO_COMPONENT_STATUS,
        field="components",
    )


def impact(text: str) -> Impact:
    """`critical`, `crit`. Raises Invalid, naming the choices."""
    return _one_of(CHOOSABLE_IMPACTS, text, unknown=_NO_IMPACT, field="impact")


def _one_of(choices: Iterable[_Word], text: str, *, unknown: Later, field: str) -> _Word:
    wanted = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    # From the beginning of any of its words: “maintenance” is enough for under_maintenance.
    found = [choice for choice in choices if wanted and f"_{wanted}" in f"_{choice}"]
    if len(found) != 1:
        sentence = later("“{text}” could be {found}. There are: {choices}.") if found else unknown
        raise Invalid(
            say(sentence, text=text, found=" or ".join(found), choices=", ".join(choices)),
            field=field,
        )
    return found[0]
