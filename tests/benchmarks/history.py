"""Pages with years of history, filled in one go: rows as the use cases would have left them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.domain.component import Component, ComponentStatus
from bot.domain.ids import new_id
from bot.domain.incident import Impact, IncidentStatus
from bot.domain.page import Page
from bot.use_cases.actor import OPERATOR
from bot.use_cases.clock import utc_now
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.create_page import CreatePage, NewPage
from bot.use_cases.origin import COMMAND_LINE
from storage.database import Database
from storage.tables import AnnouncementRow, AuditRow, Base, IncidentRow, ReplyRow, SequenceRow, SpellRow, UpdateRow

_CHANNEL = "C0INCIDENTS"
_AT_ONCE = 2_000
#: Before all that a front page shows, its bars included: pages with little and with much history look alike.
_NEWEST = timedelta(days=100)
_SPAN = timedelta(days=8 * 365)
_LENGTH = timedelta(hours=1)

_Values = dict[str, Any]


async def add_page(
    database: Database, slug: str, *, channel: str | None = _CHANNEL, components: int = 30
) -> tuple[Page, Sequence[Component]]:
    new_page = NewPage(slug=slug, name=slug.title(), channel=channel)
    page = await CreatePage(database, utc_now)(new_page, actor=OPERATOR, origin=COMMAND_LINE)
    create = CreateComponent(database, utc_now)
    return page, [
        await create(
            NewComponent(page=slug, name=f"Component {number}", group=f"Group {number % 6}"),
            actor=OPERATOR,
            origin=COMMAND_LINE,
        )
        for number in range(components)
    ]


async def add_history(database: Database, page: Page, components: Sequence[Component], count: int) -> list[str]:
    """Resolved incidents, evenly over eight years, each announced and with two updates; returns their ids."""
    now = utc_now()
    ids = [new_id() for _ in range(count)]
    async with database.engine.begin() as connection:
        for first in range(0, count, _AT_ONCE):
            rows: dict[type[Base], list[_Values]] = {}
            for index in range(first, min(first + _AT_ONCE, count)):
                began = now - _NEWEST - _SPAN * (count - index) / count
                component = components[index % len(components)].id
                for table, values in _incident(page, component, ids[index], index + 1, began):
                    rows.setdefault(table, []).append(values)
            for table, batch in rows.items():
                await connection.execute(insert(table), batch)
        await connection.execute(insert(SequenceRow), [{"name": "incident", "value": count}])
    return ids


def _incident(page: Page, component: str, id: str, number: int, began: datetime) -> list[tuple[type[Base], _Values]]:
    ended = began + _LENGTH
    first, last = new_id(), new_id()
    affected = {component: ComponentStatus.PARTIAL_OUTAGE.value}
    incident = {
        "number": number,
        "id": id,
        "page_id": page.id,
        "title": f"Errors while signing in, number {number}",
        "impact_override": Impact.MAJOR,
        "created_at": began,
        "revision": 1,
        "started_at": began,
        "status": IncidentStatus.RESOLVED,
        "resolved_at": ended,
        "public_at": began,
        "month": page.month_of(began),
        "is_open": False,
        "is_public": True,
    }
    update = {
        "incident_number": number,
        "author_name": "Ada",
        "components": affected,
        "is_internal": False,
        "is_withdrawn": False,
    }
    reply = {"page_id": page.id, "channel": _CHANNEL, "revision": 1, "on_page_at": ended, "told": True}
    return [
        (IncidentRow, incident),
        (
            UpdateRow,
            update
            | {
                "id": first,
                "position": 1,
                "status": IncidentStatus.INVESTIGATING,
                "message": "We are looking into errors while signing in.",
                "created_at": began,
            },
        ),
        (
            UpdateRow,
            update
            | {
                "id": last,
                "position": 2,
                "status": IncidentStatus.RESOLVED,
                "message": "Signing in works again for everybody.",
                "created_at": ended,
            },
        ),
        (
            SpellRow,
            {
                "page_id": page.id,
                "incident_number": number,
                "component_id": component,
                "status": ComponentStatus.PARTIAL_OUTAGE,
                "started_at": began,
                "ended_at": ended,
            },
        ),
        (
            AnnouncementRow,
            {"incident_number": number, "channel": _CHANNEL, "ts": f"{number}.000100", "is_closed": True},
        ),
        (ReplyRow, reply | {"update_id": first, "ts": f"{number}.000200"}),
        (ReplyRow, reply | {"update_id": last, "ts": f"{number}.000300"}),
        (
            AuditRow,
            {
                "at": began,
                "act": "declare",
                "actor_name": "Ada",
                "origin": "slack",
                "incident_number": number,
                "page_slug": page.slug,
                "details": {},
            },
        ),
    ]
