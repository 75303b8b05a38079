"""What the public sees of a change: a new revision of the page, and the month in which the incident is filed."""

from __future__ import annotations

from datetime import datetime

from bot.domain.incident import Incident
from bot.domain.page import Page
from storage.unit_of_work import UnitOfWork


async def revision_of(uow: UnitOfWork, page: Page, incident: Incident, *, now: datetime, before: bool = False) -> int:
    """The page's revision that shows the incident as it is now; `before`: whether the public saw it until now.

    An internal incident gives the page no new revision: nothing of it is to be rendered.
    """
    if incident.is_public or before:
        return await uow.pages.advance(page.id, now=now)
    return page.revision


def month_of(page: Page, incident: Incident) -> str | None:
    return None if incident.public_at is None else page.month_of(incident.public_at)
