"""Add a component to a page, in a group or on its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.catalogue import Catalogue
from bot.domain.component import Component, ComponentGroup, ComponentId, GroupId
from bot.domain.errors import Invalid
from bot.domain.ids import new_id
from bot.domain.page import Page
from bot.domain.text import clean_line, valid_description, valid_name
from bot.domain.texts import say
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.claims import require_first
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.origin import Origin
from storage.unit_of_work import UnitOfWork

COMPONENTS_LIMIT = 1_000  # so that every one of them can still be found in a form of Slack


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComponent:
    """On the page of that slug. A `group` that is not there yet is made; an empty one is none."""

    page: str
    name: str
    group: str = ""
    description: str = ""


class CreateComponent(Administration):
    async def __call__(self, new: NewComponent, *, actor: Actor, origin: Origin) -> Component:
        """At the end of its group or page. Raises NotAllowed, UnknownPage, Invalid and TryAgain."""
        self._admins.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            await require_first(uow, origin, now=now)
            page = await uow.pages.by_slug(new.page)
            # First, because it holds the page: nobody else adds or moves a component meanwhile.
            await uow.pages.advance(page.id, now=now, everything=True)
            catalogue = await catalogue_of(uow, page.id)
            if len(catalogue.live) >= COMPONENTS_LIMIT:
                raise Invalid(
                    say(
                        "The page “{page}” has {most:,} components, and no more fit. Retire one, or make another page.",
                        page=page.name,
                        most=COMPONENTS_LIMIT,
                    ),
                    field="name",
                )
            group = await group_named(uow, page, catalogue, new.group, now=now)
            component = Component(
                id=ComponentId(new_id()),
                page_id=page.id,
                group_id=None if group is None else group.id,
                name=valid_name(new.name),
                description=valid_description(new.description),
                position=await uow.components.next_position(page.id),
                created_at=now,
                updated_at=now,
            )
            require_own_name(component, catalogue)
            await uow.components.add(component)
            details = {"component": component.name} | ({"group": group.name} if group else {})
            await note_act(uow, "create component", actor=actor, origin=origin, now=now, page=page, details=details)
        return component


async def group_named(
    uow: UnitOfWork, page: Page, catalogue: Catalogue, name: str, *, now: datetime
) -> ComponentGroup | None:
    """The page's group of that name, made at the page's end if there is none; None for an empty name."""
    if not clean_line(name):
        return None
    name = valid_name(name)
    for group in catalogue.groups.values():
        if group.name.casefold() == name.casefold():
            return group
    group = ComponentGroup(
        id=GroupId(new_id()),
        page_id=page.id,
        name=name,
        position=await uow.components.next_position(page.id),
        created_at=now,
        updated_at=now,
    )
    await uow.components.add_group(group)
    return group


def require_own_name(component: Component, catalogue: Catalogue) -> None:
    """No two live components of the same group, or without one, have the same name."""
    for other in catalogue.live:
        if (
            other.id != component.id
            and other.group_id == component.group_id
            and other.name.casefold() == component.name.casefold()
        ):
            raise Invalid(
                say(
                    "There is a component “{full_name}” already. Choose another name or group.",
                    full_name=catalogue.full_name(other.id),
                ),
                field="name",
            )
