"""`stormlamp run`, `serve` and `demo`: until somebody ends them."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

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
#: With what the web server gives its requests, an end takes less than five seconds.
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

    It does end then, with the process where it has to: a disk that hangs holds its thread for ever.
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
        await asyncio.gather(*others, return_exceptions=True)
        for task in done:
            task.result()
    await _end_threads()


async def _end_threads() -> None:
    """Python waits for each without end. What they write is whole or not there, as after a power cut."""
    ending = asyncio.create_task(asyncio.get_running_loop().shutdown_default_executor())
    done, _ = await asyncio.wait({ending}, timeout=_THREADS_SECONDS)
    if not done:
        log.warning("threads_left", reason="A disk or a network does not answer; nothing else is open any more.")
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
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
