"""`stormlamp run`, `serve` and `demo`: until somebody ends them."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import uvloop

from bot.app import Application
from bot.logs import configure_logs
from bot.page_service import PageService
from bot.settings import Settings


def run_application(settings: Settings) -> None:
    """Raises Invalid for settings that can't be used."""
    configure_logs()
    uvloop.run(_run(settings))


async def _run(settings: Settings) -> None:
    async with until_ended() as ended, Application(settings).running():
        await ended.wait()


def serve_pages(settings: Settings, folder: Path | None) -> None:
    """Raises Invalid for settings that can't be used."""
    configure_logs()
    uvloop.run(_serve(settings, folder))


async def _serve(settings: Settings, folder: Path | None) -> None:
    async with until_ended() as ended, PageService(settings, folder=folder).running():
        await ended.wait()


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
