"""Forms on incidents that are open in somebody's Slack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.open_form import OpenForm
from storage.inserting import insert_row
from storage.tables import OpenFormRow


class OpenForms:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_incident(self, number: int) -> Sequence[OpenForm]:
        rows = await self._session.scalars(select(OpenFormRow).where(OpenFormRow.incident_number == number))
        return [
            OpenForm(
                view_id=row.view_id,
                incident_number=row.incident_number,
                slack_id=row.slack_id,
                opened_at=row.opened_at,
            )
            for row in rows
        ]

    async def add(self, form: OpenForm) -> None:
        """In the place of what the same view was before."""
        await self.remove(form.view_id)
        insert_row(
            self._session,
            OpenFormRow,
            view_id=form.view_id,
            incident_number=form.incident_number,
            slack_id=form.slack_id,
            opened_at=form.opened_at,
        )

    async def remove(self, view_id: str) -> None:
        await self._session.execute(delete(OpenFormRow).where(OpenFormRow.view_id == view_id))

    async def forget_before(self, moment: datetime) -> None:
        await self._session.execute(delete(OpenFormRow).where(OpenFormRow.opened_at < moment))
