"""Every act is in the audit record, written in the transaction of the act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from bot.domain.incident import Incident
from bot.domain.page import Page
from bot.use_cases.actor import Actor
from bot.use_cases.origin import Origin
from storage.repositories.audit import Act
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()


async def note_act(
    uow: UnitOfWork,
    act: str,
    *,
    actor: Actor,
    origin: Origin,
    now: datetime,
    incident: Incident | None = None,
    page: Page | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """`act` is the verb, such as `declare`; `details` what it can't be understood without."""
    reference = None if incident is None else incident.reference
    slug = None if page is None else page.slug
    log.info("act", act=act, incident=reference, page=slug, origin=origin.name)
    await uow.audit.add(
        Act(
            at=now,
            act=act,
            actor=actor.author,
            origin=origin.name,
            incident_number=None if incident is None else incident.number,
            page_slug=slug,
            details={**(details or {}), **({"source": origin.source} if origin.source else {})},
        )
    )
