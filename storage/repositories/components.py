"""Components and their groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.component import Component, ComponentGroup, ComponentId, GroupId, PageId
from storage.inserting import insert_row
from storage.session import ask
from storage.tables import ComponentGroupRow, ComponentRow, table_of
from storage.transaction import apart

_COMPONENTS, _GROUPS = table_of(ComponentRow).c, table_of(ComponentGroupRow).c
_OF_PAGE = apart(
    select(table_of(ComponentRow))
    .where(_COMPONENTS.page_id == bindparam("of"))
    .order_by(_COMPONENTS.position, _COMPONENTS.created_at, _COMPONENTS.id)
)
_GROUPS_OF_PAGE = apart(
    select(table_of(ComponentGroupRow))
    .where(_GROUPS.page_id == bindparam("of"))
    .order_by(_GROUPS.position, _GROUPS.created_at)
)


class Components:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_page(self, page_id: PageId) -> Sequence[Component]:
        """All, retired ones included, in their order."""
        return [_component(row) for row in await ask(self._session, _OF_PAGE, {"of": page_id})]

    async def groups_of_page(self, page_id: PageId) -> Sequence[ComponentGroup]:
        return [_group(row) for row in await ask(self._session, _GROUPS_OF_PAGE, {"of": page_id})]

    async def next_position(self, page_id: PageId) -> int:
        """Components and groups of a page stand in one order."""
        highest = [
            await self._session.scalar(select(func.max(row.position)).where(row.page_id == page_id))
            for row in (ComponentRow, ComponentGroupRow)
        ]
        return max(position or 0 for position in highest) + 1

    async def add(self, component: Component) -> None:
        insert_row(self._session, ComponentRow, **asdict(component))

    async def add_group(self, group: ComponentGroup) -> None:
        insert_row(self._session, ComponentGroupRow, **asdict(group))

    async def save(self, component: Component) -> None:
        await self._session.execute(
            update(ComponentRow).where(ComponentRow.id == component.id).values(**asdict(component))
        )

    async def save_group(self, group: ComponentGroup) -> None:
        await self._session.execute(
            update(ComponentGroupRow).where(ComponentGroupRow.id == group.id).values(**asdict(group))
        )


def _component(row: Row[Any]) -> Component:
    return Component(
        id=ComponentId(row.id),
        page_id=PageId(row.page_id),
        group_id=GroupId(row.group_id) if row.group_id else None,
        name=row.name,
        description=row.description,
        position=row.position,
        created_at=row.created_at,
        updated_at=row.updated_at,
        retired_at=row.retired_at,
    )


def _group(row: Row[Any]) -> ComponentGroup:
    return ComponentGroup(
        id=GroupId(row.id),
        page_id=PageId(row.page_id),
        name=row.name,
        position=row.position,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
