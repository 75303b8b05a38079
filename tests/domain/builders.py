"""Domain values with sensible defaults: a test names only what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.domain import incident as incidents
from bot.domain.component import Component, ComponentGroup, ComponentId, ComponentStatus, GroupId, PageId
from bot.domain.incident import (
    Author,
    ComponentStatuses,
    Impact,
    Incident,
    IncidentId,
    IncidentStatus,
    NewUpdate,
    UpdateId,
)
from bot.domain.page import Page

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ADA = Author(name="Ada", slack_id="UADA")
PAGE = PageId("page")


def a_page(
    *, time_zone: str = "UTC", history_days: int = 7, channel: str | None = None, announce_changes: bool = True
) -> Page:
    return Page(
        id=PAGE,
        slug="example",
        name="Example",
        time_zone=time_zone,
        history_days=history_days,
        channel=channel,
        public_url=None,
        announce_changes=announce_changes,
        position=1,
        revision=1,
        full_revision=1,
        created_at=NOON,
        updated_at=NOON,
    )


def a_component(name: str, *, group: str | None = None, position: int = 1, retired: bool = False) -> Component:
    return Component(
        id=ComponentId(name.lower()),
        page_id=PAGE,
        group_id=GroupId(group.lower()) if group else None,
        name=name,
        description="",
        position=position,
        created_at=NOON,
        updated_at=NOON,
        retired_at=NOON if retired else None,
    )


def a_group(name: str, *, position: int = 1) -> ComponentGroup:
    return ComponentGroup(
        id=GroupId(name.lower()), page_id=PAGE, name=name, position=position, created_at=NOON, updated_at=NOON
    )


def statuses(**by_name: ComponentStatus) -> ComponentStatuses:
    return {ComponentId(name): status for name, status in by_name.items()}


def an_incident(
    *,
    number: int = 1,
    title: str = "Website loading slowly",
    status: IncidentStatus = IncidentStatus.INVESTIGATING,
    components: Mapping[ComponentId, ComponentStatus] = incidents.NO_COMPONENTS,
    impact: Impact | None = None,
    at: datetime = NOON,
) -> Incident:
    return incidents.declare(
        id=IncidentId(f"incident{number}"),
        update_id=UpdateId(f"incident{number}-1"),
        number=number,
        page_id=PAGE,
        title=title,
        message="We are looking into it.",
        status=status,
        components=components,
        impact=impact,
        author=ADA,
        now=at,
    )


def an_update(
    status: IncidentStatus | None = None,
    *,
    components: ComponentStatuses | None = None,
    impact: Impact | None = None,
    minutes: int = 1,
    message: str = "More is known.",
    next_update_in: timedelta | None = None,
) -> NewUpdate:
    return NewUpdate(
        id=UpdateId(f"update-{minutes}"),
        message=message,
        status=status,
        components=components,
        impact_override=impact,
        author=ADA,
        now=NOON + timedelta(minutes=minutes),
        next_update_in=next_update_in,
    )
