"""Reads off, when somebody asks for the metrics, what stands in the database and in memory."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

from bot.domain.errors import StormlampError
from bot.metrics import Metrics
from bot.use_cases.clock import Clock
from storage.database import Database
from storage.looks import Looks

#: A label's values must not grow with the channels of a workspace.
_STREAMS = 20
_DATABASE_SECONDS = 2.0
#: Seconds. Prometheus gives up after ten, and asks too rarely for a look before this one to count.
_PATIENCE = 4.0


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
        """A database that is away keeps nobody from the rest: it is said to be down, and its gauges are empty."""
        metrics = self._metrics
        metrics.slack_connected.set(self._is_connected())
        metrics.open_pages.set(self._open_pages())
        for gauge in (metrics.outbox_depth, metrics.stream_depth, metrics.stream_age, metrics.revision_lag):
            gauge.clear()
        for number in (metrics.outbox_set_aside, metrics.outbox_age):
            number.set(math.nan)
        started = time.perf_counter()
        try:
            async with asyncio.timeout(_DATABASE_SECONDS):
                await self._read_database()
        except (StormlampError, TimeoutError):
            metrics.database_up.set(0)
            metrics.database_seconds.set(math.nan)
        else:
            metrics.database_seconds.set(time.perf_counter() - started)
            metrics.database_up.set((await self._look(patience=_PATIENCE)).trouble is None)

    async def _read_database(self) -> None:
        metrics, now = self._metrics, self._clock()
        async with self._database.reading() as uow:
            depths = await uow.outbox.depths()
            state = await uow.outbox.state()
            streams = await uow.outbox.oldest_streams(limit=_STREAMS)
            lags = await uow.publications.lags()
        for kind, count in depths.items():
            metrics.outbox_depth.labels(kind).set(count)
        metrics.outbox_set_aside.set(state.set_aside)
        metrics.outbox_age.set(0 if state.oldest is None else (now - state.oldest).total_seconds())
        for stream in streams:
            metrics.stream_depth.labels(stream.stream).set(stream.owed)
            metrics.stream_age.labels(stream.stream).set((now - stream.oldest).total_seconds())
        for slug, target, lag in lags:
            metrics.revision_lag.labels(slug, target).set(lag)
