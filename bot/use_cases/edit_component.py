"""Change a component's name, group or description."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.component import Component
from bot.domain.overtaking import Seen, require_uncontested
from bot.domain.text import valid_description, valid_name
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.change_incident import KEEP, Keep, given_of
from bot.use_cases.claims import require_first
from bot.use_cases.create_component import group_named, require_own_name
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentChange:
    """Of the component that `component` names on the page of that slug. What is not given stays.

    An empty `group` takes the component out of its group. `seen` tells what of `settings_of` an admin had before their
    eyes, None for whoever does not care.
    """

    page: str
    component: str
    name: str | Keep = KEEP
    group: str | Keep = KEEP
    description: str | Keep = KEEP
    seen: Seen | None = None


class EditComponent(Administration):
    async def __call__(self, change: ComponentChange, *, actor: Actor, origin: Origin) -> Component:
        """In another group it stands at the end.

        Raises NotAllowed, UnknownPage, UnknownComponent, Invalid, Overtaken and TryAgain.
        """
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            page = await uow.pages.by_slug(change.page)
            # First, because it holds the page: nobody else adds or moves a component meanwhile.
            await uow.pages.advance(page.id, now=now, everything=True)
            catalogue = await catalogue_of(uow, page.id)
            before = catalogue.named(change.component, page_name=page.name)
            given = given_of(name=change.name, group=change.group, description=change.description)
            require_uncontested(before.name, change.seen, given, catalogue.settings_of(before))
            component = replace(before, updated_at=now)
            if not isinstance(change.name, Keep):
                component = replace(component, name=valid_name(change.name))
            if not isinstance(change.description, Keep):
                component = replace(component, description=valid_description(change.description))
            if not isinstance(change.group, Keep):
                group = await group_named(uow, page, catalogue, change.group, now=now)
                component = replace(component, group_id=None if group is None else group.id)
            if component.group_id != before.group_id:
                component = replace(component, position=await uow.components.next_position(page.id))
            require_own_name(component, catalogue)
            await uow.components.save(component)
            details = {"component": catalogue.full_name(before.id), **given}
            await note_act(uow, "edit component", actor=actor, origin=origin, now=now, page=page, details=details)
        return component
