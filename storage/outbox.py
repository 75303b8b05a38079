"""The effects still owed to Slack, written in the same transaction as the change that owes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change import current_change
from bot.domain.ids import new_id
from storage.due import due_since, is_due
from storage.forgetting import delete_oldest
from storage.inserting import insert_row
from storage.tables import OutboxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """`unclear` after an outcome that nobody knows: look for the effect before it is repeated.

    Of its `attempts`, `refusals` is how many were refused for what it is. Whoever delivers it has it
    until `leased_until`.
    """

    id: int
    stream: str
    kind: str
    payload: dict[str, Any]
    created_at: datetime
    due_at: datetime
    attempts: int
    refusals: int
    unclear: bool
    leased_until: datetime | None
    set_aside_at: datetime | None
    last_error: str | None
    change_id: str | None = None

    def is_leased(self, now: datetime) -> bool:
        return self.leased_until is not None and self.leased_until > now


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxState:
    """`stuck` are the streams whose last attempt failed, with its reason."""

    owed: int
    oldest: datetime | None
    stuck: Mapping[str, str]
    set_aside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamState:
    stream: str
    owed: int
    oldest: datetime


class Outbox:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(
        self, *, stream: str, kind: str, payload: dict[str, Any], now: datetime, due_at: datetime | None = None
    ) -> None:
        """Due at once, if nothing else is said."""
        insert_row(
            self._session,
            OutboxRow,
            stream=stream,
            kind=kind,
            payload=payload,
            created_at=now,
            due_at=due_at or now,
            attempts=0,
            refusals=0,
            unclear=False,
            # What no change owes, such as a reminder, has an id of its own, the same at each attempt.
            change_id=current_change() or new_id(),
        )

    async def lease_heads(
        self,
        *,
        now: datetime,
        until: datetime,
        limit: int | None = None,
        yielding: Collection[str] = (),
        besides: Collection[str] = (),
    ) -> Sequence[Owed]:
        """The first row of every stream that is due and that nobody holds, held by us until then.

        Rows of a `yielding` kind that are not due let what is behind them go first. Streams that are `besides`
        are let alone, though their leases seem to have run out: a clock may step forward. No more than `limit`.
        """
        # The head may be one that was put back, or has yielded, before another one that is under way.
        busy = select(OutboxRow.stream).where(OutboxRow.leased_until > now)
        is_free = and_(
            OutboxRow.id.in_(_heads(now, yielding)),
            is_due(OutboxRow.due_at, now),
            OutboxRow.stream.not_in(busy),
            OutboxRow.stream.not_in(besides),
        )
        # By age, streams with much to say would hold back one that is new.
        chosen = select(OutboxRow.id).where(is_free).order_by(func.random()).limit(limit)
        locked = list(await self._session.scalars(chosen.with_for_update(skip_locked=True)))
        rows = await self._session.scalars(
            update(OutboxRow)
            # Asked again, of locked rows: another process may have leased them after the first look at them.
            .where(OutboxRow.id.in_(locked), is_free)
            # A lease that ran out was held by a process that died, perhaps after its call.
            .values(leased_until=until, unclear=or_(OutboxRow.unclear, OutboxRow.leased_until.is_not(None)))
            .returning(OutboxRow)
        )
        return sorted((_owed(row) for row in rows), key=lambda owed: owed.id)

    async def next_due_at(
        self, *, now: datetime, yielding: Collection[str] = (), besides: Collection[str] = ()
    ) -> datetime | None:
        """When the next head is due or its stream's lease ends, whichever is later, or a row that has yielded is due.

        `besides` as above.
        """
        leases = await self._session.execute(
            select(OutboxRow.stream, func.max(OutboxRow.leased_until))
            .where(OutboxRow.leased_until > now)
            .group_by(OutboxRow.stream)
        )
        busy_until = {stream: until for stream, until in leases if until is not None}
        rows = await self._session.execute(
            select(OutboxRow.stream, OutboxRow.due_at).where(
                OutboxRow.stream.not_in(besides),
                or_(
                    OutboxRow.id.in_(_heads(now, yielding)),
                    and_(
                        OutboxRow.kind.in_(yielding),
                        not_(is_due(OutboxRow.due_at, now)),
                        OutboxRow.set_aside_at.is_(None),
                    ),
                ),
            )
        )
        due = ((stream, due_since(due_at, now)) for stream, due_at in rows)
        return min((max(due_at, busy_until.get(stream, due_at)) for stream, due_at in due), default=None)

    async def postponed_until(
        self, *, stream: str, kind: str, payload: dict[str, Any], now: datetime
    ) -> datetime | None:
        """When the same effect is to be tried again; None where it does not wait for that."""
        rows = await self._session.scalars(
            select(OutboxRow).where(
                OutboxRow.stream == stream,
                OutboxRow.kind == kind,
                not_(is_due(OutboxRow.due_at, now)),
                OutboxRow.set_aside_at.is_(None),
            )
        )
        return max((row.due_at for row in rows if row.payload == payload), default=None)

    async def state(self) -> OutboxState:
        """How much is owed, since when, and what was set aside."""
        waiting = OutboxRow.set_aside_at.is_(None)
        owed, oldest = (
            await self._session.execute(select(func.count(), func.min(OutboxRow.created_at)).where(waiting))
        ).one()
        stuck = await self._session.execute(
            select(OutboxRow.stream, func.max(OutboxRow.last_error))
            .where(waiting, OutboxRow.last_error.is_not(None))
            .group_by(OutboxRow.stream)
            .order_by(OutboxRow.stream)
        )
        set_aside = await self._session.scalar(select(func.count()).where(OutboxRow.set_aside_at.is_not(None)))
        return OutboxState(
            owed=owed, oldest=oldest, stuck={stream: str(error) for stream, error in stuck}, set_aside=set_aside or 0
        )

    async def depths(self) -> Mapping[str, int]:
        """How many of each kind are owed."""
        rows = await self._session.execute(
            select(OutboxRow.kind, func.count().label("owed"))
            .where(OutboxRow.set_aside_at.is_(None))
            .group_by(OutboxRow.kind)
        )
        return {row.kind: row.owed for row in rows}

    async def oldest_streams(self, *, limit: int) -> Sequence[StreamState]:
        """The streams that wait the longest, the longest first."""
        oldest = func.min(OutboxRow.created_at)
        rows = await self._session.execute(
            select(OutboxRow.stream, func.count(), oldest)
            .where(OutboxRow.set_aside_at.is_(None))
            .group_by(OutboxRow.stream)
            .order_by(oldest)
            .limit(limit)
        )
        return [StreamState(stream=stream, owed=owed, oldest=since) for stream, owed, since in rows]

    async def all(self) -> Sequence[Owed]:
        """Stream by stream, each in its order."""
        rows = await self._session.scalars(select(OutboxRow).order_by(OutboxRow.stream, OutboxRow.id))
        return [_owed(row) for row in rows]

    async def get(self, id: int) -> Owed | None:
        row = await self._session.get(OutboxRow, id)
        return None if row is None else _owed(row)

    async def lock(self, ids: Collection[int]) -> Sequence[Owed]:
        """Those of them that are owed; nobody else changes them before the transaction ends."""
        rows = select(OutboxRow).where(OutboxRow.id.in_(ids)).order_by(OutboxRow.id).with_for_update()
        return [_owed(row) for row in await self._session.scalars(rows)]

    async def held_up_ids(self, *, now: datetime) -> Sequence[int]:
        """What is set aside, and what failed and waits for its next attempt; nobody has it."""
        backs_off = and_(
            OutboxRow.last_error.is_not(None),
            not_(is_due(OutboxRow.due_at, now)),
            or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now),
        )
        return list(
            await self._session.scalars(select(OutboxRow.id).where(or_(OutboxRow.set_aside_at.is_not(None), backs_off)))
        )

    async def put_back(self, owed: Owed, *, now: datetime) -> None:
        """In its old place, as if nothing had been tried; only what may have been posted is still looked for."""
        await self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == owed.id)
            .values(due_at=now, attempts=0, refusals=0, leased_until=None, set_aside_at=None, last_error=None)
        )

    async def renew(self, owed: Owed, *, until: datetime) -> bool:
        """Whether it is ours until then; not, where somebody else has it by now."""
        renewed = await self._session.scalar(
            update(OutboxRow)
            .where(OutboxRow.id == owed.id, OutboxRow.leased_until == owed.leased_until)
            .values(leased_until=until)
            .returning(OutboxRow.id)
        )
        return renewed is not None

    async def done(self, owed: Owed) -> None:
        await self._session.execute(delete(OutboxRow).where(OutboxRow.id == owed.id))

    async def retry(
        self, owed: Owed, *, due_at: datetime, error: str, unclear: bool = False, refused: bool = False
    ) -> None:
        """Nothing, where somebody else has it by now."""
        await self._session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == owed.id, OutboxRow.leased_until == owed.leased_until)
            .values(
                due_at=due_at,
                attempts=OutboxRow.attempts + 1,
                refusals=OutboxRow.refusals + int(refused),
                unclear=unclear or owed.unclear,
                leased_until=None,
                last_error=error,
            )
        )

    async def hold(self, stream: str, *, kind: str, error: str) -> Sequence[Owed]:
        """Note on the stream's rows of a kind what keeps them waiting; returns those on which that is news."""
        rows = await self._session.scalars(
            update(OutboxRow)
            .where(
                OutboxRow.stream == stream,
                OutboxRow.kind == kind,
                OutboxRow.set_aside_at.is_(None),
                OutboxRow.last_error.is_distinct_from(error),
            )
            .values(last_error=error)
            .returning(OutboxRow)
        )
        return sorted((_owed(row) for row in rows), key=lambda owed: owed.id)

    async def set_aside(self, owed: Owed, *, error: str, now: datetime) -> bool:
        """Out of its stream's way, kept for a person to look at; not, where somebody else has it by now."""
        changed = await self._session.scalar(
            update(OutboxRow)
            .where(OutboxRow.id == owed.id, OutboxRow.leased_until == owed.leased_until)
            .values(
                set_aside_at=now,
                attempts=OutboxRow.attempts + 1,
                refusals=OutboxRow.refusals + 1,
                leased_until=None,
                last_error=error,
            )
            .returning(OutboxRow.id)
        )
        return changed is not None

    async def wake_stream(self, stream: str, *, now: datetime) -> None:
        """What kept it waiting has gone: try again at once."""
        await self._session.execute(
            update(OutboxRow).where(OutboxRow.stream == stream, OutboxRow.due_at > now).values(due_at=now)
        )

    async def has_later(self, owed: Owed, *, kind: str, payload: dict[str, Any]) -> bool:
        """Whether the same effect is owed once more further down the stream, so that this one can be left out."""
        rows = await self._session.scalars(
            select(OutboxRow).where(
                OutboxRow.stream == owed.stream,
                OutboxRow.id > owed.id,
                OutboxRow.kind == kind,
                OutboxRow.set_aside_at.is_(None),
            )
        )
        return any(row.payload == payload for row in rows)

    async def forget_set_aside_before(self, moment: datetime, *, limit: int) -> int:
        """How many are gone, the oldest first."""
        return await delete_oldest(self._session, OutboxRow.id, OutboxRow.set_aside_at, moment, limit=limit)


def _heads(now: datetime, yielding: Collection[str]) -> Select[Any]:
    in_line = or_(OutboxRow.kind.not_in(yielding), is_due(OutboxRow.due_at, now), OutboxRow.leased_until.is_not(None))
    return select(func.min(OutboxRow.id)).where(OutboxRow.set_aside_at.is_(None), in_line).group_by(OutboxRow.stream)


def _owed(row: OutboxRow) -> Owed:
    return Owed(
        id=row.id,
        stream=row.stream,
        kind=row.kind,
        payload=row.payload,
        created_at=row.created_at,
        due_at=row.due_at,
        attempts=row.attempts,
        refusals=row.refusals,
        unclear=row.unclear,
        change_id=row.change_id,
        leased_until=row.leased_until,
        set_aside_at=row.set_aside_at,
        last_error=row.last_error,
    )
