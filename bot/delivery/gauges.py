"""Reads off, when somebody asks for the metrics, what stands in the database and in memory."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.domain.errors import StormlampError
from bot.metrics import Metrics
from bot.use_cases.clock import Clock
from storage.database import Database
from storage.looks import Looks
from storage.outbox import OutboxState, StreamState

#: A label's values must not grow with the channels of a workspace.
_STREAMS = 20
_DATABASE_SECONDS = 2.0
#: Seconds. Prometheus gives up after ten, and asks too rarely for a look before this one to count.
_PATIENCE = 4.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    depths: Mapping[str, int]
    state: OutboxState
    streams: Sequence[StreamState]
    lags: Sequence[tuple[str, str, int]]


class Gauges:
    """`is_connected` and `open_pages` are how Slack and the web server stand in this process."""

    def __init__(
        self,
        metrics: Metrics,
        database: Database,
        look: Looks,
        clock: Clock,
        *,
        is_connected: Callable[[], bool],
        open_pages: Callable[[], int],
    ) -> None:
        self._metrics = metrics
        self._database = database
        self._look = look
        self._clock = clock
        self._is_connected = is_connected
        self._open_pages = open_pages

    async def read(self) -> None:
        """A database that is away, or fails, keeps nobody from the rest: it is said to be down, and its gauges are
        empty.
        """
        metrics = self._metrics
        started = time.perf_counter()
        try:
            async with asyncio.timeout(_DATABASE_SECONDS):
                read = await self._read_database()
        except Exception as error:
            if not isinstance(error, (StormlampError, TimeoutError)):
                log.warning("gauges_not_read", error=type(error).__name__)
            read, seconds, is_up = None, math.nan, False
        else:
            seconds = time.perf_counter() - started
            is_up = (await self._look(patience=_PATIENCE)).trouble is None
        # All at once: somebody else may be asking, too.
        metrics.slack_connected.set(self._is_connected())
        metrics.open_pages.set(self._open_pages())
        metrics.database_up.set(is_up)
        metrics.database_seconds.set(seconds)
        self._set(read)

    async def _read_database(self) -> _Read:
        async with self._database.reading() as uow:
            return _Read(
                depths=await uow.outbox.depths(),
                state=await uow.outbox.state(),
                streams=await uow.outbox.oldest_streams(limit=_STREAMS),
                lags=await uow.publications.lags(),
            )

    def _set(self, read: _Read | None) -> None:
        metrics, now = self._metrics, self._clock()
        for gauge in (metrics.outbox_depth, metrics.stream_depth, metrics.stream_age, metrics.revision_lag):
            gauge.clear()
        if read is None:
            for number in (metrics.outbox_set_aside, metrics.outbox_age):
                number.set(math.nan)
            return
        for kind, count in read.depths.items():
            metrics.outbox_depth.labels(kind).set(count)
        metrics.outbox_set_aside.set(read.state.set_aside)
        metrics.outbox_age.set(0 if read.state.oldest is None else (now - read.state.oldest).total_seconds())
        for stream in read.streams:
            metrics.stream_depth.labels(stream.stream).set(stream.owed)
            metrics.stream_age.labels(stream.stream).set((now - stream.oldest).total_seconds())
        for slug, target, lag in read.lags:
            metrics.revision_lag.labels(slug, target).set(lag)
