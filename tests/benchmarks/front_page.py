"""The front page's precompressed body: our server beside nginx and beside the framework alone, one worker each."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from bot.status_page.preview import scenes
from bot.status_page.renderer import render_front
from bot.status_page.targets.folder import FolderTarget
from tests.benchmarks.load import WRK, requests_per_second, until_it_answers
from tests.benchmarks.process import free_port, process
from tests.benchmarks.table import Row, ratio
from tests.status_page.targets.behind_nginx import behind_nginx
from tests.tools import find_tool

_PATH = "/acme/"
_SECONDS = 3
_ROUNDS = 3


async def run() -> list[Row]:
    """In turns, so that what else the machine does falls on all alike; the median of each counts."""
    async with contextlib.AsyncExitStack() as stack:
        urls = {
            "Stormlamp": await stack.enter_async_context(_stormlamp("short")),
            "its ASGI app on uvicorn": await stack.enter_async_context(_stormlamp("framework")),
        }
        if find_tool("nginx"):
            urls["nginx, gzip_static"] = await stack.enter_async_context(_nginx())
        sizes = {name: await _wire_bytes(url) for name, url in urls.items()}
        rates: dict[str, list[float]] = {name: [] for name in urls}
        for _ in range(_ROUNDS):
            for name, url in urls.items():
                rates[name].append(await requests_per_second(url, _SECONDS))
    medians = {name: statistics.median(each) for name, each in rates.items()}
    theirs = medians.get("nginx, gzip_static")
    return [
        Row(f"{name}, {sizes[name]:,} bytes", f"{rate:,.0f}/s", ratio(rate, theirs, "nginx") if theirs else "no nginx")
        for name, rate in medians.items()
    ] + [Row("measured with", "wrk" if WRK else "a Python loop", "64 connections, kept alive")]


@contextlib.asynccontextmanager
async def _stormlamp(way: str) -> AsyncIterator[str]:
    port = free_port()
    async with process("tests.benchmarks.front_page_server", way, str(port), environment={}):
        url = f"http://127.0.0.1:{port}{_PATH}"
        await until_it_answers(url)
        yield url


@contextlib.asynccontextmanager
async def _nginx() -> AsyncIterator[str]:
    with tempfile.TemporaryDirectory() as name:
        folder, work = Path(name) / "status", Path(name) / "nginx"
        await asyncio.to_thread(work.mkdir)
        files = render_front(scenes.thirty_components(), base_path=_PATH)
        await FolderTarget("folder", folder).write("acme", files, is_first=True)
        # What nginx itself recommends for a busy server of files.
        async with behind_nginx(folder, work, "open_file_cache max=1000; keepalive_requests 1000000000;") as url:
            yield f"{url}{_PATH}"


async def _wire_bytes(url: str) -> int:
    return int((await until_it_answers(url)).headers["content-length"])
