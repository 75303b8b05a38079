"""The verbs of components over a real page, and what the page lists afterwards."""

from __future__ import annotations

from bot.domain.catalogue import Catalogue
from bot.domain.placement import After, Before, ToPosition
from bot.use_cases.actor import OPERATOR
from bot.use_cases.create_component import CreateComponent, NewComponent
from bot.use_cases.edit_component import ComponentChange, EditComponent
from bot.use_cases.find_incidents import catalogue_of
from bot.use_cases.move_component import MoveComponent
from bot.use_cases.origin import COMMAND_LINE
from bot.use_cases.retire_component import RetireComponent
from storage.database import Database
from tests.conftest import StoppedClock
from tests.domain.builders import PAGE, a_page


class ComponentVerbs:
    """On the page “example”, which begins without components."""

    def __init__(self, database: Database, clock: StoppedClock) -> None:
        self.database = database
        self.clock = clock
        self.edit = EditComponent(database, clock)

    async def add_page(self) -> None:
        async with self.database.writing() as uow:
            await uow.pages.add(a_page(), renderer_version=1)

    async def create(self, name: str, *, group: str = "", description: str = "") -> None:
        new = NewComponent(page="example", name=name, group=group, description=description)
        await CreateComponent(self.database, self.clock)(new, actor=OPERATOR, origin=COMMAND_LINE)

    async def regroup(self, name: str, group: str) -> None:
        await self.edit(
            ComponentChange(page="example", component=name, group=group), actor=OPERATOR, origin=COMMAND_LINE
        )

    async def move(self, name: str, destination: ToPosition | Before | After) -> None:
        await MoveComponent(self.database, self.clock)(
            "example", name, destination, actor=OPERATOR, origin=COMMAND_LINE
        )

    async def retire(self, name: str) -> None:
        await RetireComponent(self.database, self.clock)("example", name, actor=OPERATOR, origin=COMMAND_LINE)

    async def catalogue(self) -> Catalogue:
        async with self.database.reading() as uow:
            return await catalogue_of(uow, PAGE)

    async def listed(self) -> list[str]:
        catalogue = await self.catalogue()
        return [catalogue.full_name(component.id) for component in catalogue.live]

    async def full_revision(self) -> int:
        async with self.database.reading() as uow:
            return (await uow.pages.get(PAGE)).full_revision
