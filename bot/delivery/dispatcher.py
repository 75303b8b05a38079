"""Drains the outbox: each stream in order, streams beside each other, a failing one backs off alone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import NoReturn

import structlog

from bot.delivery import leases
from bot.delivery.backoff import backoff
from bot.delivery.outcome import Again, Barred, Delivered, Hopeless, Outcome, outcome_of
from bot.delivery.responder_notice import owe_barred, owe_set_aside
from bot.delivery.slack_publisher import SlackPublisher
from bot.domain.change import change
from bot.domain.errors import StormlampError, TryAgain
from bot.trouble_log import TroubleLog
from bot.use_cases.clock import Clock
from bot.use_cases.effects import PERSONAL, YIELDING, PostReply
from storage.database import Database
from storage.due import FURTHEST
from storage.outbox import Owed

#: The share of a lease in which a call may still begin, so that it has ended with the lease: one takes at most 10 s.
_BEGINS_WITHIN = 0.5
#: A row that Slack refuses for what it is may be refused this often before it is set aside; outages do not count.
HOPELESS_AFTER = 3
_STREAMS_AT_ONCE = 16
_NOTED_AGAIN_SECONDS = 1.0
_LONGEST_SECONDS = 60.0  # so that a stepping clock is noticed
_POST_REPLY = str(PostReply.model_fields["kind"].default)

log = structlog.get_logger()


@dataclass(slots=True)
class _UnderWay:
    """What is being delivered; its lease is another one whenever it was renewed."""

    owed: Owed


class Dispatcher:
    def __init__(self, database: Database, publisher: SlackPublisher, clock: Clock) -> None:
        self._database = database
        self._publisher = publisher
        self._clock = clock
        self._trouble = TroubleLog("outbox_unreachable", over="outbox_reachable")
        self._under_way: dict[str, _UnderWay] = {}
        """By stream, what this process delivers, whatever its clock makes of the lease."""
        self._renewing = asyncio.Lock()

    async def run(self) -> None:
        """Until cancelled. What is under way then has a moment to end, or is left to its lease."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._renew())
            while True:
                seen = self._database.changes.count
                try:
                    seconds = await self._start_due(tasks)
                    self._trouble.ended()
                except TryAgain as error:
                    self._trouble.failed(error.message)
                    seconds = 1.0
                await self._database.changes.wait_beyond(seen, seconds=seconds)

    async def _start_due(self, tasks: asyncio.TaskGroup) -> float:
        """Begin what is due and has room; returns the seconds after which to look again at the latest."""
        # What is leased begins at once: a lease that ran out in a queue would have another process post the same.
        room = _STREAMS_AT_ONCE - len(self._under_way)
        if room == 0:
            return 1.0
        now = self._clock()
        async with self._database.reading() as uow:
            next_due_at = await uow.outbox.next_due_at(now=now, yielding=YIELDING, besides=self._under_way)
        if next_due_at is None:
            return _LONGEST_SECONDS
        if next_due_at > now:
            return min(_LONGEST_SECONDS, (next_due_at - now).total_seconds())
        async with self._database.writing() as uow:
            heads = await uow.outbox.lease_heads(
                now=now, until=now + leases.LEASE, limit=room, yielding=YIELDING, besides=self._under_way
            )
        for owed in heads:
            self._under_way[owed.stream] = under_way = _UnderWay(owed)
            tasks.create_task(leases.finished(self._deliver(under_way)))
        return _LONGEST_SECONDS if 0 < len(heads) < room else 1.0

    async def _renew(self) -> NoReturn:
        """What takes long is nobody else's meanwhile. A lease that is over already is let go."""
        trouble = TroubleLog("leases_not_renewed", over="leases_renewed")
        while True:
            await asyncio.sleep(leases.RENEWED_AFTER * leases.LEASE.total_seconds())
            now = self._clock()
            soon, until = now + (1 - leases.RENEWED_AFTER) * leases.LEASE, now + leases.LEASE
            aging = [
                each for each in self._under_way.values() if each.owed.is_leased(now) and not each.owed.is_leased(soon)
            ]
            if not aging:
                continue
            try:
                async with self._renewing:
                    async with self._database.writing() as uow:
                        renewed = [each for each in aging if await uow.outbox.renew(each.owed, until=until)]
                    for each in renewed:
                        each.owed = replace(each.owed, leased_until=until)
                trouble.ended()
            except TryAgain as error:
                trouble.failed(error.message)

    async def _deliver(self, under_way: _UnderWay) -> None:
        with change(under_way.owed.change_id):
            await self._attempt_and_note(under_way)

    async def _attempt_and_note(self, under_way: _UnderWay) -> None:
        owed = under_way.owed
        try:
            outcome = await self._attempt(under_way)
            # The stream goes on as soon as that is noted, or else when the lease has run out.
            async with self._renewing:
                del self._under_way[owed.stream]
            await self._note_while_ours(under_way.owed, outcome)
        except Exception:
            # It must not end what other streams have under way.
            log.exception("delivery_not_noted", outbox_id=owed.id, kind=owed.kind)

    async def _note_while_ours(self, owed: Owed, outcome: Outcome) -> None:
        trouble = TroubleLog("delivery_not_noted", over="delivery_noted", outbox_id=owed.id, kind=owed.kind)
        while True:
            try:
                await self._note(owed, outcome)
            except TryAgain as error:
                trouble.failed(error.message)
            else:
                trouble.ended()
                return
            if not owed.is_leased(self._clock()):
                return
            await asyncio.sleep(_NOTED_AGAIN_SECONDS)

    async def _attempt(self, under_way: _UnderWay) -> Outcome:
        owed = under_way.owed
        try:
            return await self._publisher.deliver(owed, partial(self._is_ours, under_way))
        except TryAgain as error:
            return Again(reason=error.message, unclear=True)
        except StormlampError as error:
            return Hopeless(reason=error.message)
        except Exception as error:
            try:
                return outcome_of(error)
            except Exception:
                log.exception("delivery_failed", outbox_id=owed.id, kind=owed.kind)
                return Hopeless(reason=f"{type(error).__name__}")

    def _is_ours(self, under_way: _UnderWay) -> bool:
        return under_way.owed.is_leased(self._clock() + (1 - _BEGINS_WITHIN) * leases.LEASE)

    async def _note(self, owed: Owed, outcome: Outcome) -> None:
        now = self._clock()
        if isinstance(outcome, Barred) and owed.kind in PERSONAL:
            # Nobody opens a direct message that is closed to us.
            outcome = Hopeless(reason=outcome.reason)
        match outcome:
            case Delivered():
                async with self._database.writing() as uow:
                    await uow.outbox.done(owed)
                log.info("delivered", outbox_id=owed.id, kind=owed.kind, stream=owed.stream)
            case Hopeless(reason=reason) if owed.refusals + 1 >= HOPELESS_AFTER:
                log.error("delivery_set_aside", outbox_id=owed.id, kind=owed.kind, reason=reason)
                async with self._database.writing() as uow:
                    if await uow.outbox.set_aside(owed, error=reason, now=now) and owed.kind not in PERSONAL:
                        await owe_set_aside(uow, owed, reason, now=now)
            case Again(reason=reason) | Barred(reason=reason) | Hopeless(reason=reason):
                after = outcome.after if isinstance(outcome, Again) else None
                wait = backoff(owed.attempts) if after is None else min(timedelta(seconds=after), FURTHEST)
                log.warning(
                    "delivery_postponed",
                    outbox_id=owed.id,
                    kind=owed.kind,
                    stream=owed.stream,
                    reason=reason,
                    seconds=wait.total_seconds(),
                )
                unclear = isinstance(outcome, Again) and outcome.unclear
                async with self._database.writing() as uow:
                    if isinstance(outcome, Barred):
                        held = await uow.outbox.hold(owed.stream, kind=_POST_REPLY, error=reason)
                        await owe_barred(uow, held, reason, now=now)
                    await uow.outbox.retry(
                        owed, due_at=now + wait, error=reason, unclear=unclear, refused=isinstance(outcome, Hopeless)
                    )
