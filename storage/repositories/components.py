"""Components and their groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.component import Component, ComponentGroup, ComponentId, GroupId, PageId
from storage.inserting import insert_row
from storage.tables import ComponentGroupRow, ComponentRow


class Components:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_page(self, page_id: PageId) -> Sequence[Component]:
        """All, retired ones included, in their order."""
        rows = await self._session.scalars(
            select(ComponentRow)
            .where(ComponentRow.page_id == page_id)
            .order_by(ComponentRow.position, ComponentRow.created_at, ComponentRow.id)
        )
        return [_component(row) for row in rows]

    async def groups_of_page(self, page_id: PageId) -> Sequence[ComponentGroup]:
        rows = await self._session.scalars(
            select(ComponentGroupRow)
            .where(ComponentGroupRow.page_id == page_id)
            .order_by(ComponentGroupRow.position, ComponentGroupRow.created_at)
        )
        return [_group(row) for row in rows]

    async def next_position(self, page_id: PageId) -> int:
        """Components and groups of a page stand in one order."""
        highest = [
            await self._session.scalar(select(func.max(row.position)).where(row.page_id == page_id))
            for row in (ComponentRow, ComponentGroupRow)
        ]
        return max(position or 0 for position in highest) + 1

    async def add(self, component: Component) -> None:
        await insert_row(self._session, ComponentRow, **asdict(component))

    async def add_group(self, group: ComponentGroup) -> None:
        await insert_row(self._session, ComponentGroupRow, **asdict(group))

    async def save(self, component: Component) -> None:
        await self._session.execute(
            update(ComponentRow).where(ComponentRow.id == component.id).values(**asdict(component))
        )

    async def save_group(self, group: ComponentGroup) -> None:
        await self._session.execute(
            update(ComponentGroupRow).where(ComponentGroupRow.id == group.id).values(**asdict(group))
        )


def _component(row: ComponentRow) -> Component:
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


def _group(row: ComponentGroupRow) -> ComponentGroup:
    return ComponentGroup(
        id=GroupId(row.id),
        page_id=PageId(row.page_id),
        name=row.name,
        position=row.position,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
