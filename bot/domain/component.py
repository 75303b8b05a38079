"""A named part of the service, and how badly it is doing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

ComponentId = NewType("ComponentId", str)
GroupId = NewType("GroupId", str)
PageId = NewType("PageId", str)


class ComponentStatus(StrEnum):
    """In order of badness: maintenance never masks an outage."""

    OPERATIONAL = "operational"
    UNDER_MAINTENANCE = "under_maintenance"
    DEGRADED_PERFORMANCE = "degraded_performance"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"

    @property
    def badness(self) -> int:
        return _BADNESS[self]


_BADNESS = {status: rank for rank, status in enumerate(ComponentStatus)}


def worst(statuses: Iterable[ComponentStatus]) -> ComponentStatus:
    """The worst of these; operational where there is none."""
    return max(statuses, key=lambda status: status.badness, default=ComponentStatus.OPERATIONAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentGroup:
    id: GroupId
    page_id: PageId
    name: str
    position: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A retired component is offered and shown no more, but old incidents still name it."""

    id: ComponentId
    page_id: PageId
    group_id: GroupId | None
    name: str
    description: str
    position: int
    created_at: datetime
    updated_at: datetime
    retired_at: datetime | None = None
