"""A page's connection while the framework answers on it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.bounded_connection import BoundedConnection


class FrameworkConnection(BoundedConnection):
    """For one request, and what comes while it is answered; then whoever `first` makes has the next look."""

    first: Callable[[], asyncio.Protocol]

    def data_received(self, data: bytes) -> None:
        if self._is_done():
            self._give_back(data)
        else:
            super().data_received(data)

    def _is_done(self) -> bool:
        return (
            self.cycle is not None
            and self.cycle.response_complete
            and self.watch.asked_at is None
            and not self.pipeline
            and not self.transport.get_write_buffer_size()
            and not self.transport.is_closing()
        )

    def _give_back(self, data: bytes) -> None:
        self._leave()
        first = self.first()
        self.transport.set_protocol(first)
        first.connection_made(self.transport)
        first.data_received(data)
