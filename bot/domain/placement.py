"""Which components and groups stand in one row, and how one of them, or a page, takes another place in its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentGroup
from bot.domain.errors import Invalid
from bot.domain.texts import say

Placed = Component | ComponentGroup


@dataclass(frozen=True, slots=True)
class ToPosition:
    """Counted from 1."""

    position: int


@dataclass(frozen=True, slots=True)
class Before:
    other: str


@dataclass(frozen=True, slots=True)
class After:
    other: str


@dataclass(frozen=True, slots=True)
class By:
    """So many places on, or back if negative."""

    places: int


Destination = ToPosition | Before | After | By


def index_in(row: Sequence[str], moved: str, destination: Destination) -> int | None:
    """Where it goes, counted from 0 and maybe past an end; None where the other one does not stand in the row."""
    if isinstance(destination, ToPosition):
        return destination.position - 1
    if isinstance(destination, By):
        return row.index(moved) + destination.places
    others = [each for each in row if each != moved]
    if destination.other not in others:
        return None
    return others.index(destination.other) + (1 if isinstance(destination, After) else 0)


def row_of(catalogue: Catalogue, placed: Placed) -> Sequence[Placed]:
    """The live components of its group; for a group, or a component without one, the groups and lone components."""
    for shelf in catalogue.shelves:
        if isinstance(placed, Component) and shelf.group is not None and shelf.group.id == placed.group_id:
            return shelf.components
    return [shelf.components[0] if shelf.group is None else shelf.group for shelf in catalogue.shelves]


def place(row: Sequence[Placed], placed: Placed, *, index: int) -> Sequence[Placed]:
    """Those whose position changes when `placed` goes to that index, counted from 0. Raises Invalid out of range."""
    if not 0 <= index < len(row):
        raise Invalid(
            say("There is no position {index} there; it can be 1 to {count}.", index=index + 1, count=len(row)),
            field="position",
        )
    others = [each for each in row if each.id != placed.id]
    order = [*others[:index], placed, *others[index:]]
    positions = sorted(each.position for each in row)
    return [
        replace(each, position=position)
        for each, position in zip(order, positions, strict=True)
        if each.position != position
    ]
