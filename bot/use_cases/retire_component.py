"""Retire a component: it leaves the page, and old incidents still name it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.component import Component
from bot.domain.errors import Conflict
from bot.domain.texts import say
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.claims import require_first
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import Origin


class RetireComponent(Administration):
    async def __call__(self, page: str, name: str, *, actor: Actor, origin: Origin) -> Component:
        """Raises NotAllowed, UnknownPage, UnknownComponent, TryAgain, and Conflict while an open incident holds it."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            on_page = await uow.pages.by_slug(page)
            await uow.pages.advance(on_page.id, now=now, everything=True)
            catalogue = await catalogue_of(uow, on_page.id)
            component = catalogue.named(name, page_name=on_page.name)
            holders = await uow.incidents.names_component(on_page.id, component.id)
            if holders:
                named = ", ".join(f"{incident.reference} “{incident.title}”" for incident in holders)
                raise Conflict(
                    say(
                        "“{name}” is affected by an open incident: {named}. "
                        "Resolve it first, then retire the component.",
                        name=catalogue.name(component.id),
                        named=named,
                    ),
                    field="component",
                )
            retired = replace(component, retired_at=now, updated_at=now)
            await uow.components.save(retired)
            details = {"component": catalogue.full_name(component.id)}
            await note_act(uow, "retire component", actor=actor, origin=origin, now=now, page=on_page, details=details)
        return retired
