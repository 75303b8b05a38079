"""Status pages and their revisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change import current_change
from bot.domain.component import PageId
from bot.domain.errors import DeletedPage, RetiredPage, UnknownPage
from bot.domain.look import Accent, Link, Logo
from bot.domain.page import Page
from bot.domain.uptime import Weights
from storage.inserting import insert_row
from storage.session import ask, recall
from storage.tables import Base, IncidentRow, LogoRow, PageChangeRow, PageChannelRow, PageRow, table_of
from storage.transaction import apart

_PAGES, _PAGE_CHANNELS = table_of(PageRow).c, table_of(PageChannelRow).c
_CHANNELS_BESIDE = apart(
    select(_PAGE_CHANNELS.channel)
    .where(_PAGE_CHANNELS.page_id == bindparam("page_id"))
    .order_by(_PAGE_CHANNELS.channel)
)
_BY_ID = apart(select(table_of(PageRow)).where(_PAGES.id == bindparam("page_id")))
_LOCKED = _BY_ID.with_for_update()
_NEXT = (
    update(table_of(PageRow))
    .where(_PAGES.id == bindparam("page_id"))
    .values(revision=_PAGES.revision + 1, updated_at=bindparam("updated_at"))
)
_ADVANCE = apart(_NEXT.returning(_PAGES.revision))
_ADVANCE_ALL = _ADVANCE.values(full_revision=_PAGES.revision + 1)
_ADVANCE_KEPT = apart(_NEXT.returning(table_of(PageRow)))
_CHANGES_AT = apart(
    update(table_of(PageRow))
    .where(_PAGES.id == bindparam("page_id"), _PAGES.next_change_at > bindparam("moment"))
    .values(next_change_at=bindparam("moment"))
)


class Pages:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> Sequence[Page]:
        """In their order, retired ones at the end; the first one also answers at `/`."""
        is_retired = PageRow.retired_at.is_not(None)
        rows = await self._session.scalars(select(PageRow).order_by(is_retired, PageRow.position, PageRow.created_at))
        return [_page(row) for row in rows]

    async def kept(self, *, lock: bool = False) -> Sequence[Page]:
        """Those that are not retired, in their order. With `lock` nobody else changes them meanwhile."""
        query = select(PageRow).where(PageRow.retired_at.is_(None)).order_by(PageRow.position, PageRow.created_at)
        rows = await self._session.scalars(query.with_for_update() if lock else query)
        return [_page(row) for row in rows]

    async def get(self, page_id: PageId) -> Page:
        """Raises DeletedPage."""
        row = (await ask(self._session, _BY_ID, {"page_id": page_id})).one_or_none()
        if row is None:
            raise DeletedPage(page_id)
        return _page(row)

    async def get_kept(self, page_id: PageId) -> Page:
        """As `get`, and nobody retires it before the transaction ends. Raises RetiredPage, too."""
        row = (await ask(self._session, _LOCKED, {"page_id": page_id})).one_or_none()
        if row is None:
            raise DeletedPage(page_id)
        return _require_kept(_page(row))

    async def by_slug(self, slug: str) -> Page:
        """Raises UnknownPage, naming those that there are, and RetiredPage."""
        page = await self.addressed(slug)
        if page is None:
            raise UnknownPage(slug, tuple(each.slug for each in await self.kept()))
        return _require_kept(page)

    async def addressed(self, slug: str) -> Page | None:
        """The page that answers under that slug, retired or not."""
        row = await self._session.scalar(select(PageRow).where(PageRow.slug == slug))
        return None if row is None else _page(row)

    async def tied_to(self, channel: str) -> Sequence[Page]:
        """Those that are announced in the channel, retired ones left out: it is their own, or one beside it."""
        beside = select(PageChannelRow.page_id).where(PageChannelRow.channel == channel)
        rows = await self._session.scalars(
            select(PageRow)
            .where(or_(PageRow.channel == channel, PageRow.id.in_(beside)), PageRow.retired_at.is_(None))
            .order_by(PageRow.position, PageRow.created_at)
        )
        return [_page(row) for row in rows]

    async def channels_beside(self, page_id: PageId) -> Sequence[str]:
        """The channels that are tied to the page, without its own."""
        return [row.channel for row in await recall(self._session, _CHANNELS_BESIDE, {"page_id": page_id})]

    async def tie(self, page_id: PageId, channel: str) -> None:
        insert_row(self._session, PageChannelRow, page_id=page_id, channel=channel)

    async def untie(self, page_id: PageId, channel: str) -> None:
        tie = (PageChannelRow.page_id == page_id, PageChannelRow.channel == channel)
        await self._session.execute(delete(PageChannelRow).where(*tie))

    async def next_position(self) -> int:
        highest = await self._session.scalar(select(func.max(PageRow.position)))
        return 1 if highest is None else highest + 1

    async def add(self, page: Page, *, renderer_version: int) -> None:
        insert_row(
            self._session,
            PageRow,
            **_settings(page),
            id=page.id,
            revision=page.revision,
            full_revision=page.full_revision,
            renderer_version=renderer_version,
            next_change_at=page.midnight_after(page.created_at),
            rolled_until=page.midnight_before(page.created_at),
        )
        await self._note_change(page.id, page.revision)

    async def save(self, page: Page) -> None:
        """Everything but the revisions, which only `advance` moves."""
        await self._session.execute(update(PageRow).where(PageRow.id == page.id).values(**_settings(page)))

    async def delete(self, page_id: PageId) -> None:
        """With all that belongs to it. One that an incident was on can't be deleted."""
        for table in reversed(Base.metadata.sorted_tables):
            if "page_id" in table.columns and table.name != IncidentRow.__tablename__:
                await self._session.execute(table.delete().where(table.columns["page_id"] == page_id))
        await self._session.execute(delete(PageRow).where(PageRow.id == page_id))

    async def logo(self, page_id: PageId) -> Logo | None:
        row = await self._session.get(LogoRow, page_id)
        return None if row is None else Logo(row.name, row.content)

    async def save_logo(self, page_id: PageId, logo: Logo | None) -> None:
        """The picture itself; the page names it. None takes it away."""
        await self._session.execute(delete(LogoRow).where(LogoRow.page_id == page_id))
        if logo is not None:
            insert_row(self._session, LogoRow, page_id=page_id, name=logo.name, content=logo.content)

    async def advance(self, page_id: PageId, *, now: datetime, everything: bool = False) -> int:
        """The page's new revision. Holds the page until the transaction ends, so that revisions come in order."""
        advance = _ADVANCE_ALL if everything else _ADVANCE
        revision: int | None = (await ask(self._session, advance, {"page_id": page_id, "updated_at": now})).scalar()
        if revision is None:
            raise DeletedPage(page_id)
        await self._note_change(page_id, revision)
        return revision

    async def advance_kept(self, page_id: PageId, *, now: datetime) -> Page:
        """As `get_kept` and `advance`, by one statement."""
        row = (await ask(self._session, _ADVANCE_KEPT, {"page_id": page_id, "updated_at": now})).one_or_none()
        if row is None:
            raise DeletedPage(page_id)
        page = _require_kept(_page(row))
        await self._note_change(page.id, page.revision)
        return page

    async def _note_change(self, page_id: PageId, revision: int) -> None:
        change_id = current_change()
        if change_id is not None:
            insert_row(self._session, PageChangeRow, page_id=page_id, revision=revision, change_id=change_id)

    async def changes_at(self, page_id: PageId, moment: datetime) -> None:
        """Time alone changes the page at `moment`, or before it if something earlier was known."""
        await ask(self._session, _CHANGES_AT, {"page_id": page_id, "moment": moment})

    async def changed_by_time(self, *, now: datetime, renderer_version: int) -> Sequence[Page]:
        """The pages whose hour has come, and those last rendered by an older version, which lets them be where it
        still runs.
        """
        rows = await self._session.scalars(
            select(PageRow).where(or_(PageRow.next_change_at <= now, PageRow.renderer_version < renderer_version))
        )
        return [_page(row) for row in rows]

    async def next_change_at(self) -> datetime | None:
        """When time alone changes a page next."""
        return await self._session.scalar(select(func.min(PageRow.next_change_at)))

    async def renew(self, page_id: PageId, *, next_change_at: datetime, renderer_version: int) -> bool:
        """Note what the page was made by and when it changes next; tells whether the version is a newer one."""
        before = await self._session.scalar(select(PageRow.renderer_version).where(PageRow.id == page_id)) or 0
        await self._session.execute(
            update(PageRow)
            .where(PageRow.id == page_id)
            .values(next_change_at=next_change_at, renderer_version=max(before, renderer_version))
        )
        return before < renderer_version


def _settings(page: Page) -> dict[str, Any]:
    return {
        "slug": page.slug,
        "name": page.name,
        "time_zone": page.time_zone,
        "history_days": page.history_days,
        "channel": page.channel,
        "public_url": page.public_url,
        "announce_changes": page.announce_changes,
        "position": page.position,
        "created_at": page.created_at,
        "updated_at": page.updated_at,
        "has_archive": page.has_archive,
        "indicates_maintenance": page.indicates_maintenance,
        "major_weight": page.weights.major,
        "partial_weight": page.weights.partial,
        "degraded_weight": page.weights.degraded,
        "locale": page.locale,
        "accent": None if page.accent is None else str(page.accent),
        "logo": page.logo,
        "retired_at": page.retired_at,
        "links": {link.label: link.url for link in page.links},
        "colours": {name: str(shades) for name, shades in page.colours.items()},
    }


def _page(row: PageRow | Row[Any]) -> Page:
    return Page(
        id=PageId(row.id),
        slug=row.slug,
        name=row.name,
        time_zone=row.time_zone,
        history_days=row.history_days,
        channel=row.channel,
        public_url=row.public_url,
        announce_changes=row.announce_changes,
        position=row.position,
        revision=row.revision,
        full_revision=row.full_revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
        has_archive=row.has_archive,
        indicates_maintenance=row.indicates_maintenance,
        weights=Weights(major=row.major_weight, partial=row.partial_weight, degraded=row.degraded_weight),
        locale=row.locale,
        accent=None if row.accent is None else Accent(*row.accent.split(",")),
        logo=row.logo,
        links=tuple(Link(label, url) for label, url in row.links.items()),
        retired_at=row.retired_at,
        colours={name: Accent(*shades.split(",")) for name, shades in row.colours.items()},
    )


def _require_kept(page: Page) -> Page:
    if page.retired_at is not None:
        raise RetiredPage(page.name)
    return page
