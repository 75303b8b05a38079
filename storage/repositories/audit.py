"""The audit record: who did what, when and from where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.incident import Author
from storage.forgetting import delete_oldest
from storage.inserting import insert_row
from storage.tables import AuditRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`act` is the verb; `origin` a Slack channel, or the command line."""

    at: datetime
    act: str
    actor: Author
    origin: str
    incident_number: int | None = None
    page_slug: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Audit:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, act: Act) -> None:
        insert_row(
            self._session,
            AuditRow,
            at=act.at,
            act=act.act,
            actor_name=act.actor.name,
            actor_slack_id=act.actor.slack_id,
            origin=act.origin,
            incident_number=act.incident_number,
            page_slug=act.page_slug,
            details=dict(act.details),
        )

    async def latest(self, *, limit: int, incident_number: int | None = None) -> Sequence[Act]:
        """Newest first."""
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if incident_number is not None:
            query = query.where(AuditRow.incident_number == incident_number)
        return [
            Act(
                at=row.at,
                act=row.act,
                actor=Author(name=row.actor_name, slack_id=row.actor_slack_id),
                origin=row.origin,
                incident_number=row.incident_number,
                page_slug=row.page_slug,
                details=row.details,
            )
            for row in await self._session.scalars(query)
        ]

    async def forget_before(self, moment: datetime, *, limit: int) -> int:
        """How many are gone, the oldest first."""
        return await delete_oldest(self._session, AuditRow.id, AuditRow.at, moment, limit=limit)
