"""`stormlamp run`, `serve` and `demo`: until somebody ends them."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import structlog
import uvloop

from bot.app import Application
from bot.logs import configure_logs
from bot.page_service import PageService
from bot.settings import Settings

#: For so long a thread that renders may go on before the event loop has its turn. It gives that up at each statement
#: to SQLite, and with Python's own 5 ms a change that was saved meanwhile took ten times as long.
_SWITCH_SECONDS = 0.0005
#: New objects after which Python looks for rings among the youngest, and how often until it looks among older ones.
#: With Python's own 700, 10 and 10 a sixth of what a crowd's forms cost was looking, and little of it found.
_LOOK_FOR_RINGS = (50_000, 20, 20)
#: Of the five seconds that an end may take: for what is under way, more than the web server gives its requests, and
#: then for threads.
_FINISHED_SECONDS = 3.7
_THREADS_SECONDS = 1.0

log = structlog.get_logger()


def run_application(settings: Settings) -> None:
    """Raises Invalid for settings that can't be used."""
    configure_logs()
    sys.setswitchinterval(_SWITCH_SECONDS)
    uvloop.run(_run(settings))


async def _run(settings: Settings) -> None:
    await run_until_ended(Application(settings).running())


def serve_pages(settings: Settings, folder: Path | None) -> None:
    """Raises Invalid for settings that can't be used."""
    configure_logs()
    uvloop.run(_serve(settings, folder))


async def _serve(settings: Settings, folder: Path | None) -> None:
    await run_until_ended(PageService(settings, folder=folder).running())


async def run_until_ended(running: AbstractAsyncContextManager[None]) -> None:
    """It may be told to end while it still starts, which takes as long as the database is away.

    It does end then, with the process where it has to: a disk that hangs holds its thread for ever, and a database that
    is silent each of its connections for half a minute.
    """

    async def run() -> None:
        async with running:
            # What is there now stays. Looking through all of it again stopped everything for 150 ms now and then.
            gc.collect()
            gc.freeze()
            gc.set_threshold(*_LOOK_FOR_RINGS)
            await asyncio.Event().wait()

    async with until_ended() as ended:
        tasks = [asyncio.create_task(run()), asyncio.create_task(ended.wait())]
        done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in others:
            task.cancel()
        await _end_or_leave(tasks, _FINISHED_SECONDS)
        for task in done:
            task.result()
    # Python waits for each thread without end.
    await _end_or_leave([asyncio.create_task(asyncio.get_running_loop().shutdown_default_executor())], _THREADS_SECONDS)


async def _end_or_leave(tasks: Sequence[asyncio.Task[Any]], seconds: float) -> None:
    """Where they do not end within that time, the process does: as after a power cut, what was being written, to a
    database or to a folder, is whole or not there, and what was being done is left to its lease.
    """
    _, hanging = await asyncio.wait(tasks, timeout=seconds)
    if hanging:
        log.warning("left_hanging", reason="A disk or a network does not answer. What is unfinished is done later.")
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os._exit(0)


@contextlib.asynccontextmanager
async def until_ended() -> AsyncIterator[asyncio.Event]:
    """The event is set when whoever started this process wants it to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signal_, ended.set)
    try:
        yield ended
    finally:
        for signal_ in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(signal_)
