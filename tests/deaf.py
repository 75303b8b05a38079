"""Slack delivers, and the answer gets lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.sandbox.deliveries import Kind, Payload, Retry, Unacknowledged, Wire
from bot.sandbox.sandbox import Sandbox


@contextmanager
def unheard(sandbox: Sandbox) -> Iterator[None]:
    """Meanwhile the app gets everything, and none of its answers arrives."""
    wire = sandbox.deliveries.wire
    sandbox.deliveries.wire = _Deaf(wire)
    try:
        yield
    finally:
        sandbox.deliveries.wire = wire


@dataclass(frozen=True, slots=True)
class _Deaf:
    wire: Wire

    async def send(self, kind: Kind, payload: Payload, retry: Retry | None, sent: Callable[[], None]) -> Payload:
        await self.wire.send(kind, payload, retry, sent)
        raise Unacknowledged
