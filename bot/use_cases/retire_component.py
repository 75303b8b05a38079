"""Retire a component: it leaves the page, and old incidents still name it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.component import Component
from bot.domain.errors import Conflict
from bot.use_cases.clock import Clock
from bot.use_cases.find_incidents import catalogue_of
from storage.database import Database


class RetireComponent:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, page: str, name: str) -> Component:
        """Raises UnknownPage, UnknownComponent, TryAgain, and Conflict while an open incident holds it."""
        now = self._clock()
        async with self._database.writing() as uow:
            on_page = await uow.pages.by_slug(page)
            await uow.pages.advance(on_page.id, now=now, everything=True)
            catalogue = await catalogue_of(uow, on_page.id)
            component = catalogue.named(name, page_name=on_page.name)
            holders = await uow.incidents.names_component(on_page.id, component.id)
            if holders:
                named = ", ".join(f"{incident.reference} “{incident.title}”" for incident in holders)
                raise Conflict(
                    f"“{catalogue.name(component.id)}” is affected by an open incident: {named}. "
                    "Resolve it first, then retire the component.",
                    field="component",
                )
            retired = replace(component, retired_at=now, updated_at=now)
            await uow.components.save(retired)
        return retired
