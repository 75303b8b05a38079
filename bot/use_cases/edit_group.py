"""Rename a group of components, or dissolve it: its components then stand alone, at the end of the page."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentGroup
from bot.domain.errors import Invalid
from bot.domain.overtaking import Seen, require_uncontested
from bot.domain.text import valid_name
from bot.domain.texts import say
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.claims import require_first
from bot.use_cases.create_component import require_own_name
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import Origin
from storage.unit_of_work import UnitOfWork


class RenameGroup(Administration):
    async def __call__(
        self, page: str, group: str, name: str, *, actor: Actor, origin: Origin, seen: Seen | None = None
    ) -> ComponentGroup:
        """`group` is its name or its id; `seen` tells which name an admin had before their eyes.

        Raises NotAllowed, UnknownPage, UnknownGroup, Invalid, Overtaken and TryAgain.
        """
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            on_page = await uow.pages.by_slug(page)
            # First, because it holds the page: nobody else adds or moves a component meanwhile.
            await uow.pages.advance(on_page.id, now=now, everything=True)
            catalogue = await catalogue_of(uow, on_page.id)
            before = catalogue.group_named(group, page_name=on_page.name)
            renamed = replace(before, name=valid_name(name), updated_at=now)
            require_uncontested(before.name, seen, {"name": renamed.name}, {"name": before.name})
            await _free_name(uow, catalogue, renamed)
            await uow.components.save_group(renamed)
            details = {"group": before.name, "name": renamed.name}
            await note_act(uow, "rename group", actor=actor, origin=origin, now=now, page=on_page, details=details)
        return renamed


class DissolveGroup(Administration):
    async def __call__(self, page: str, group: str, *, actor: Actor, origin: Origin) -> ComponentGroup:
        """`group` is its name or its id; returned as it was.

        Raises NotAllowed, UnknownPage, UnknownGroup, TryAgain, and Invalid where a name would stand there twice.
        """
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            on_page = await uow.pages.by_slug(page)
            await uow.pages.advance(on_page.id, now=now, everything=True)
            catalogue = await catalogue_of(uow, on_page.id)
            dissolved = catalogue.group_named(group, page_name=on_page.name)
            for component in catalogue.live:
                if component.group_id == dissolved.id:
                    position = await uow.components.next_position(on_page.id)
                    alone = replace(component, group_id=None, position=position, updated_at=now)
                    require_own_name(alone, catalogue)
                    await uow.components.save(alone)
            details = {"group": dissolved.name}
            await note_act(uow, "dissolve group", actor=actor, origin=origin, now=now, page=on_page, details=details)
        return dissolved


async def _free_name(uow: UnitOfWork, catalogue: Catalogue, group: ComponentGroup) -> None:
    """A group that has lost its components gives up its name: nobody sees it. Raises Invalid for one that has any."""
    seen = {shelf.group.id for shelf in catalogue.shelves if shelf.group is not None}
    for other in catalogue.groups.values():
        if other.id == group.id or other.name.casefold() != group.name.casefold():
            continue
        if other.id in seen:
            raise Invalid(
                say("There is a group “{group}” already. Choose another name.", group=group.name), field="name"
            )
        await uow.components.save_group(replace(other, name=other.id))
