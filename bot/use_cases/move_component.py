"""Move a component, or a whole group, to another place on its page."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.catalogue import Catalogue
from bot.domain.component import Component
from bot.domain.errors import Invalid, UnknownComponent, UnknownGroup
from bot.domain.page import Page
from bot.domain.placement import After, Before, By, Destination, Placed, index_in, place, row_of
from bot.domain.texts import say
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.claims import is_repeated
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import Origin


class MoveComponent(Administration):
    async def __call__(self, page: str, name: str, destination: Destination, *, actor: Actor, origin: Origin) -> None:
        """`name` is a component's or a group's, or an id.

        Raises NotAllowed, UnknownPage, UnknownComponent, Invalid and TryAgain.
        """
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            if await is_repeated(uow, origin, now=now):
                return
            on_page = await uow.pages.by_slug(page)
            # First, because it holds the page: nobody else adds or moves a component meanwhile.
            await uow.pages.advance(on_page.id, now=now, everything=True)
            catalogue = await catalogue_of(uow, on_page.id)
            placed = _named(catalogue, name, on_page)
            row = row_of(catalogue, placed)
            for moved in place(row, placed, index=_index(catalogue, row, placed, destination, on_page)):
                if isinstance(moved, Component):
                    await uow.components.save(replace(moved, updated_at=now))
                else:
                    await uow.components.save_group(replace(moved, updated_at=now))
            details = {"moved": placed.name}
            await note_act(uow, "move component", actor=actor, origin=origin, now=now, page=on_page, details=details)


def _index(catalogue: Catalogue, row: Sequence[Placed], placed: Placed, destination: Destination, page: Page) -> int:
    """An end of the row is as far as `By` goes."""
    ids = [each.id for each in row]
    if isinstance(destination, Before | After):
        other = _named(catalogue, destination.other, page)
        index = index_in(ids, placed.id, replace(destination, other=other.id))
        if index is None:
            raise Invalid(
                say(
                    "“{placed}” and “{other}” don't stand in one row. A component moves within its group, "
                    "or among the page's groups and the components without one; `component edit --group` changes its "
                    "group.",
                    placed=placed.name,
                    other=other.name,
                ),
                field="destination",
            )
        return index
    index = index_in(ids, placed.id, destination) or 0
    return min(max(index, 0), len(row) - 1) if isinstance(destination, By) else index


def _named(catalogue: Catalogue, name: str, page: Page) -> Placed:
    """A component rather than a group of the same name, which its id tells apart."""
    try:
        return catalogue.named(name, page_name=page.name)
    except UnknownComponent:
        with contextlib.suppress(UnknownGroup):
            return catalogue.group_named(name, page_name=page.name)
        raise
