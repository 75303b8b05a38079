"""Settle what is owed to Slack and does not get there by itself: try it anew, or give it up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.errors import BeingDelivered, UnknownOwed
from bot.domain.text import valid_reason
from bot.use_cases.actor import Actor
from bot.use_cases.audit import note_act
from bot.use_cases.clock import Clock
from bot.use_cases.effects import MakeChannel, incident_of
from bot.use_cases.origin import Origin
from storage.database import Database
from storage.outbox import Owed
from storage.unit_of_work import UnitOfWork

_MAKE_CHANNEL = str(MakeChannel.model_fields["kind"].default)


class RetryOwed:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, ids: Collection[int] | None, *, actor: Actor, origin: Origin) -> Sequence[Owed]:
        """All that was set aside or backs off where `ids` is None. Raises UnknownOwed, BeingDelivered and TryAgain."""
        now = self._clock()
        async with self._database.writing() as uow:
            chosen = await _chosen(uow, await uow.outbox.held_up_ids(now=now) if ids is None else ids, now)
            for owed in chosen:
                await uow.outbox.put_back(owed, now=now)
                await _note(uow, "retry message", owed, actor=actor, origin=origin, now=now)
        return chosen


class DropOwed:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, ids: Collection[int], reason: str, *, actor: Actor, origin: Origin) -> Sequence[Owed]:
        """For good. Raises Invalid without a reason, UnknownOwed, BeingDelivered and TryAgain."""
        now = self._clock()
        details = {"reason": valid_reason(reason)}
        async with self._database.writing() as uow:
            chosen = await _chosen(uow, ids, now)
            for owed in chosen:
                await uow.outbox.done(owed)
                if owed.kind == _MAKE_CHANNEL:
                    # Else nobody could ask for one again.
                    await uow.dedicated_channels.forget(owed.payload["incident"])
                await _note(uow, "drop message", owed, actor=actor, origin=origin, now=now, details=details)
        return chosen


async def _chosen(uow: UnitOfWork, ids: Collection[int], now: datetime) -> Sequence[Owed]:
    """All of them or none."""
    chosen = await uow.outbox.lock(ids)
    unknown = set(ids) - {owed.id for owed in chosen}
    if unknown:
        raise UnknownOwed(min(unknown))
    for owed in chosen:
        if owed.is_leased(now):
            raise BeingDelivered(owed.id)
    return chosen


async def _note(
    uow: UnitOfWork,
    act: str,
    owed: Owed,
    *,
    actor: Actor,
    origin: Origin,
    now: datetime,
    details: Mapping[str, object] | None = None,
) -> None:
    what = {"id": owed.id, "kind": owed.kind, "stream": owed.stream, "error": owed.last_error}
    incident = await incident_of(uow, owed)
    await note_act(
        uow, act, incident=incident, actor=actor, origin=origin, now=now, details={**what, **(details or {})}
    )
