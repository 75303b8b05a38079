"""How far each target is with each page, and who is bringing it further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.component import PageId
from storage.due import is_due
from storage.inserting import insert_if_new
from storage.tables import PageChangeRow, PageRow, PublicationRow

#: The embedded server's name among the targets.
SERVER = "server"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    page_id: PageId
    target: str
    revision: int
    published_at: datetime | None
    attempts: int
    due_at: datetime
    last_error: str | None


class Publications:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_page(self, page_id: PageId, *, lock: bool = False) -> Sequence[Publication]:
        """With `lock`, nobody else notes what a target of the page has before the transaction ends."""
        query = select(PublicationRow).where(PublicationRow.page_id == page_id).order_by(PublicationRow.target)
        rows = await self._session.scalars(query.with_for_update() if lock else query)
        return [_publication(row) for row in rows]

    async def follow(self, page_id: PageId, targets: Sequence[str], *, now: datetime) -> None:
        """From now on exactly these targets are owed the page."""
        known = {each.target for each in await self.of_page(page_id)}
        new = [
            {"page_id": page_id, "target": target, "revision": 0, "attempts": 0, "due_at": now}
            for target in targets
            if target not in known
        ]
        if new:
            # Processes that start together all want to begin it.
            await self._session.execute(insert_if_new(PublicationRow, self._session.get_bind().dialect.name), new)
        await self._session.execute(
            delete(PublicationRow).where(PublicationRow.page_id == page_id, PublicationRow.target.not_in(targets))
        )

    async def behind(self, target: str) -> Sequence[Publication]:
        """The pages that this target does not have at their newest revision."""
        rows = await self._session.scalars(
            select(PublicationRow)
            .join(PageRow, PageRow.id == PublicationRow.page_id)
            .where(PublicationRow.target == target, PublicationRow.revision < PageRow.revision)
        )
        return [_publication(row) for row in rows]

    async def lags(self) -> Sequence[tuple[str, str, int]]:
        """Of every page and target: the page's slug, the target's name, and the revisions that it does not have."""
        rows = await self._session.execute(
            select(PageRow.slug, PublicationRow.target, PageRow.revision - PublicationRow.revision).join(
                PageRow, PageRow.id == PublicationRow.page_id
            )
        )
        return [(slug, target, lag) for slug, target, lag in rows]

    async def lease(self, page_id: PageId, target: str, *, now: datetime, until: datetime) -> bool:
        """Whether the work was free and is ours until then."""
        taken = await self._session.scalar(
            update(PublicationRow)
            .where(
                PublicationRow.page_id == page_id,
                PublicationRow.target == target,
                is_due(PublicationRow.due_at, now),
                or_(PublicationRow.leased_until.is_(None), PublicationRow.leased_until <= now),
            )
            .values(leased_until=until)
            .returning(PublicationRow.page_id)
        )
        return taken is not None

    async def hold(self, page_id: PageId, target: str, *, until: datetime) -> None:
        """What we have leased stays ours until then, unless it is done by now."""
        await self._session.execute(
            update(PublicationRow)
            .where(
                PublicationRow.page_id == page_id,
                PublicationRow.target == target,
                PublicationRow.leased_until.is_not(None),
            )
            .values(leased_until=until)
        )

    async def published(self, page_id: PageId, target: str, *, revision: int, now: datetime) -> None:
        """Never back to an older revision."""
        await self._session.execute(
            update(PublicationRow)
            .where(
                PublicationRow.page_id == page_id,
                PublicationRow.target == target,
                PublicationRow.revision < revision,
            )
            .values(revision=revision, published_at=now)
        )
        await self._session.execute(
            update(PublicationRow)
            .where(PublicationRow.page_id == page_id, PublicationRow.target == target)
            .values(leased_until=None, attempts=0, due_at=now, last_error=None)
        )

    async def changes(self, page_id: PageId, *, after: int, until: int) -> Sequence[str]:
        """The ids of the changes that made these revisions, in their order."""
        rows = await self._session.scalars(
            select(PageChangeRow.change_id)
            .where(PageChangeRow.page_id == page_id, PageChangeRow.revision > after, PageChangeRow.revision <= until)
            .order_by(PageChangeRow.revision)
        )
        return list(rows)

    async def forget_changes(self, page_id: PageId, *, until: int) -> None:
        """Nobody asks for them any more."""
        await self._session.execute(
            delete(PageChangeRow).where(PageChangeRow.page_id == page_id, PageChangeRow.revision <= until)
        )

    async def failed(self, page_id: PageId, target: str, *, error: str, due_at: datetime) -> None:
        await self._session.execute(
            update(PublicationRow)
            .where(PublicationRow.page_id == page_id, PublicationRow.target == target)
            .values(leased_until=None, attempts=PublicationRow.attempts + 1, due_at=due_at, last_error=error)
        )


def _publication(row: PublicationRow) -> Publication:
    return Publication(
        page_id=PageId(row.page_id),
        target=row.target,
        revision=row.revision,
        published_at=row.published_at,
        attempts=row.attempts,
        due_at=row.due_at,
        last_error=row.last_error,
    )
