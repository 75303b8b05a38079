"""A database as the first release left it: its tables, filled by SQL alone, so that today's code has no part in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.migrations import migrate

CHANNEL = "C0INCIDENTS"


@dataclass(frozen=True, slots=True)
class Posted:
    """What Slack has already, by ts: the announcements of INC-1 and INC-2, and the replies to their first updates."""

    announcements: tuple[str, str]
    replies: tuple[str, str, str]


async def fill(database: Database, now: datetime, posted: Posted) -> None:
    """INC-1 was resolved three days ago, INC-2 is open with its last reply owed, INC-3 is owed whole."""
    await migrate(database.engine, "0001")
    old, lately = now - timedelta(days=3), now - timedelta(hours=1)
    times = {"created_at": now - timedelta(days=90), "updated_at": lately}
    async with database.transaction() as connection:
        if not database.is_sqlite:
            await connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        await _add(
            connection,
            "pages",
            id="pageacme0001",
            slug="acme",
            name="Acme",
            time_zone="Europe/Berlin",
            history_days=7,
            channel=CHANNEL,
            public_url=None,
            announce_changes=True,
            position=1,
            revision=6,
            full_revision=1,
            renderer_version=1,
            next_change_at=now - timedelta(minutes=1),
            **times,
        )
        await _add(
            connection, "component_groups", id="groupcore001", page_id="pageacme0001", name="Core", position=1, **times
        )
        for position, (id, name, group) in enumerate(
            [("comp00000api", "API", "groupcore001"), ("comp00000web", "Website", None)], start=1
        ):
            await _add(
                connection,
                "components",
                id=id,
                page_id="pageacme0001",
                group_id=group,
                name=name,
                description="What it is.",
                position=position,
                retired_at=None,
                **times,
            )
        await _incident(connection, 1, "Website was down", old, revision=3, resolved_at=old + timedelta(hours=2))
        await _update(connection, 1, 1, "investigating", "We look into it.", old, {"comp00000web": "major_outage"})
        await _update(
            connection, 1, 2, "resolved", "It’s over.", old + timedelta(hours=2), {"comp00000web": "operational"}
        )
        await _incident(connection, 2, "API is slow", lately, revision=5, status="identified")
        await _update(connection, 2, 1, "investigating", "It’s slow.", lately, {"comp00000api": "partial_outage"})
        await _update(connection, 2, 2, "identified", "Found.", lately, {"comp00000api": "partial_outage"})
        await _incident(connection, 3, "Mail is late", lately, revision=6, status="investigating", impact="critical")
        await _update(connection, 3, 1, "investigating", "Late.", lately, {})
        for number, ts in zip((1, 2, 3), (*posted.announcements, None), strict=True):
            await _add(connection, "announcements", incident_number=number, channel=CHANNEL, ts=ts)
        for place, ts in enumerate((*posted.replies, None, None), start=1):
            await _add(
                connection,
                "replies",
                update_id=f"update00000{place}",
                channel=CHANNEL,
                page_id="pageacme0001",
                revision=place + 1,
                ts=ts,
                on_page_at=lately,
                told=ts is not None,
            )
        for kind, payload in (
            ("edit_announcement", {"incident": 2}),
            ("post_reply", {"incident": 2, "update": "update000004", "broadcast": False}),
            ("announce", {"incident": 3}),
            ("post_reply", {"incident": 3, "update": "update000005", "broadcast": False}),
        ):
            await _add(
                connection,
                "outbox",
                stream=CHANNEL,
                kind=kind,
                payload=payload,
                created_at=lately,
                due_at=lately,
                attempts=0,
                unclear=False,
            )
        await _add(
            connection,
            "publications",
            page_id="pageacme0001",
            target="server",
            revision=6,
            published_at=lately,
            attempts=0,
            due_at=lately,
        )
        await _add(connection, "deliveries", identity="view:V1", digest="x", incident_number=3, claimed_at=lately)
        await _add(connection, "sequences", name="incident", value=3)


async def _incident(
    connection: AsyncConnection,
    number: int,
    title: str,
    at: datetime,
    *,
    revision: int,
    status: str = "resolved",
    resolved_at: datetime | None = None,
    impact: str | None = None,
) -> None:
    await _add(
        connection,
        "incidents",
        number=number,
        id=f"incident000{number}",
        page_id="pageacme0001",
        title=title,
        impact_override=impact,
        created_at=at,
        revision=revision,
        status=status,
        resolved_at=resolved_at,
        month=f"{at:%Y-%m}",
    )


async def _update(
    connection: AsyncConnection,
    incident: int,
    position: int,
    status: str,
    message: str,
    at: datetime,
    components: dict[str, str],
) -> None:
    await _add(
        connection,
        "updates",
        id=f"update00000{2 * incident - 2 + position}",
        incident_number=incident,
        position=position,
        status=status,
        message=message,
        author_name="Ada",
        author_slack_id="U0ADA",
        created_at=at + timedelta(seconds=position),
        components=components,
    )


async def _add(connection: AsyncConnection, table: str, **values: object) -> None:
    columns, literals = ", ".join(values), ", ".join(map(_literal, values.values()))
    await connection.exec_driver_sql(f"INSERT INTO {table} ({columns}) VALUES ({literals})")  # noqa: S608 made up above


def _literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case bool() | int():
            return str(value).upper()
        case datetime():
            return f"'{value:%Y-%m-%d %H:%M:%S.%f}'"
        case dict():
            return f"'{json.dumps(value)}'"
        case _:
            return f"'{value}'"
