"""What Slack tells the app: commands, interactions and events, each to be acknowledged within three seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.sandbox.limits import ACK_WITHIN, EVENT_RETRIES
from bot.sandbox.workspace import APP_ID, BOT_USER, TEAM_ID, Workspace

Payload = dict[str, Any]


class Kind(StrEnum):
    COMMAND = "slash_commands"
    INTERACTION = "interactive"
    EVENT = "events_api"


class Unacknowledged(Exception):
    """The app did not acknowledge in time, or said no."""

    reason = "operation_timeout"


class NobodyListens(Unacknowledged):
    """There is no socket, and nobody at the request URL."""

    reason = "dispatch_failed"


@dataclass(frozen=True, slots=True)
class Retry:
    attempt: int
    reason: str = "timeout"


class Wire(Protocol):
    """Raises Unacknowledged. Returns what the acknowledgement carries, and calls `sent` once all is on its way."""

    async def send(self, kind: Kind, payload: Payload, retry: Retry | None, sent: Callable[[], None]) -> Payload: ...


@dataclass(slots=True, kw_only=True)
class Delivery:
    """`answer` is None as long as it is not acknowledged."""

    kind: Kind
    payload: Payload
    sent_at: datetime
    acknowledged_at: datetime | None = None
    answer: Payload | None = None


class Deliveries:
    def __init__(self, workspace: Workspace, wire: Wire) -> None:
        self._workspace = workspace
        self.wire = wire
        self.pause: Callable[[float], Awaitable[None]] = asyncio.sleep
        self._tasks: set[asyncio.Task[None]] = set()
        self.log: list[Delivery] = []

    async def deliver(self, kind: Kind, payload: Payload, *, retry: Retry | None = None) -> Payload:
        """Raises Unacknowledged."""
        delivery = Delivery(kind=kind, payload=payload, sent_at=self._workspace.clock())
        self.log.append(delivery)
        try:
            async with asyncio.timeout(ACK_WITHIN.total_seconds()) as limit:

                def sent() -> None:
                    # What takes us long to send is not the app's delay.
                    delivery.sent_at = self._workspace.clock()
                    limit.reschedule(asyncio.get_running_loop().time() + ACK_WITHIN.total_seconds())

                delivery.answer = await self.wire.send(kind, payload, retry, sent)
        except TimeoutError as error:
            raise Unacknowledged from error
        delivery.acknowledged_at = self._workspace.clock()
        self._workspace.news.tell()
        return delivery.answer

    async def redeliver(self, delivery: Delivery, *, attempt: int = 1) -> Payload:
        """The same once more, as Slack does when it is not sure. Raises Unacknowledged."""
        return await self.deliver(delivery.kind, delivery.payload, retry=Retry(attempt))

    def last(self, kind: Kind, type: str | None = None) -> Delivery:
        """The newest of that kind; `type` is an interaction's or an event's own."""
        for delivery in reversed(self.log):
            if delivery.kind is kind and type in {None, delivery.payload.get("type")}:
                return delivery
        raise LookupError(f"Nothing of kind {kind} {type or ''} was delivered.")

    def tell(self, event: Payload) -> None:
        """An event, if the app has subscribed to its kind; told again, at most three times, until it acknowledges."""
        if event["type"] not in self._workspace.app.events:
            return
        task = asyncio.create_task(self._insist(self._envelope(event)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _insist(self, payload: Payload) -> None:
        retry: Retry | None = None
        for attempt, wait in enumerate((*EVENT_RETRIES, None), start=1):
            try:
                await self.deliver(Kind.EVENT, payload, retry=retry)
                return
            except Unacknowledged:
                if wait is not None:
                    await self.pause(wait.total_seconds())
                    retry = Retry(attempt)

    def _envelope(self, event: Payload) -> Payload:
        now = self._workspace.clock().timestamp()
        return {
            "token": "unused",
            "team_id": TEAM_ID,
            "api_app_id": APP_ID,
            "event": {"event_ts": f"{now:.6f}", **event},
            "type": "event_callback",
            "event_id": self._workspace.new_id("Ev"),
            "event_time": int(now),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM_ID,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
