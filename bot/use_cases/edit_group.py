"""Rename a group of components, or dissolve it: its components then stand alone, at the end of the page."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentGroup, GroupId
from bot.domain.errors import Invalid, Unknown
from bot.domain.page import Page
from bot.domain.text import valid_name
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.create_component import require_own_name
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import Origin
from storage.unit_of_work import UnitOfWork


class RenameGroup(Administration):
    async def __call__(
        self, page: str, group_id: GroupId, name: str, *, actor: Actor, origin: Origin
    ) -> ComponentGroup:
        """Raises NotAllowed, UnknownPage, Unknown, Invalid and TryAgain."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            on_page = await uow.pages.by_slug(page)
            # First, because it holds the page: nobody else adds or moves a component meanwhile.
            await uow.pages.advance(on_page.id, now=now, everything=True)
            catalogue = await catalogue_of(uow, on_page.id)
            before = _group(catalogue, group_id, on_page)
            renamed = replace(before, name=valid_name(name), updated_at=now)
            await _free_name(uow, catalogue, renamed)
            await uow.components.save_group(renamed)
            details = {"group": before.name, "name": renamed.name}
            await note_act(uow, "rename group", actor=actor, origin=origin, now=now, page=on_page, details=details)
        return renamed


class DissolveGroup(Administration):
    async def __call__(self, page: str, group_id: GroupId, *, actor: Actor, origin: Origin) -> None:
        """Raises NotAllowed, UnknownPage, Unknown, TryAgain, and Invalid where a name would stand there twice."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            on_page = await uow.pages.by_slug(page)
            await uow.pages.advance(on_page.id, now=now, everything=True)
            catalogue = await catalogue_of(uow, on_page.id)
            group = _group(catalogue, group_id, on_page)
            for component in catalogue.live:
                if component.group_id == group.id:
                    position = await uow.components.next_position(on_page.id)
                    alone = replace(component, group_id=None, position=position, updated_at=now)
                    require_own_name(alone, catalogue)
                    await uow.components.save(alone)
            details = {"group": group.name}
            await note_act(uow, "dissolve group", actor=actor, origin=origin, now=now, page=on_page, details=details)


async def _free_name(uow: UnitOfWork, catalogue: Catalogue, group: ComponentGroup) -> None:
    """A group that has lost its components gives up its name: nobody sees it. Raises Invalid for one that has any."""
    seen = {shelf.group.id for shelf in catalogue.shelves if shelf.group is not None}
    for other in catalogue.groups.values():
        if other.id == group.id or other.name.casefold() != group.name.casefold():
            continue
        if other.id in seen:
            raise Invalid(f"There is a group “{group.name}” already. Choose another name.", field="name")
        await uow.components.save_group(replace(other, name=other.id))


def _group(catalogue: Catalogue, group_id: GroupId, page: Page) -> ComponentGroup:
    """One that has live components: others nobody sees."""
    for shelf in catalogue.shelves:
        if shelf.group is not None and shelf.group.id == group_id:
            return shelf.group
    raise Unknown(f"The page “{page.name}” has no such group any more.", field="name")
