"""Thousands of open pages on one process: what they cost, how soon all know of a change, how soon a stop ends."""

from __future__ import annotations

import asyncio
import signal
import time

from bot.web_server import allow_connections
from tests.benchmarks.load import until_it_answers
from tests.benchmarks.process import free_port, process, resident_bytes
from tests.benchmarks.table import Row, mebibytes, milliseconds

_STREAMS = 5_000
_AT_ONCE = 200
_REQUEST = b"GET /acme/events HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n"

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def run() -> list[Row]:
    count = allow_connections(_STREAMS).streams
    port = free_port()
    async with process("tests.benchmarks.front_page_server", "short", str(port), environment={}) as server:
        await until_it_answers(f"http://127.0.0.1:{port}/acme/")
        before = resident_bytes(server.pid)
        turn = asyncio.Semaphore(_AT_ONCE)
        streams = await asyncio.gather(*(_open(port, turn) for _ in range(count)))
        after = resident_bytes(server.pid)

        began = time.perf_counter()
        server.send_signal(signal.SIGUSR1)
        arrived = await asyncio.gather(*(_next_event(reader, began) for reader, _ in streams))

        began = time.perf_counter()
        server.terminate()
        await asyncio.gather(*(reader.read() for reader, _ in streams))
        await server.wait()
        stopped = time.perf_counter() - began
        for _, writer in streams:
            writer.close()
    return [
        Row(
            "open streams",
            f"{count:,}",
            f"{(after - before) / count / 1024:.1f} KiB each, {mebibytes(after)} in all",
        ),
        Row("a change, to the last of them", milliseconds(max(arrived)), "rendered pages put to the event read"),
        Row("a stop with all of them open", milliseconds(stopped), "until the process has ended"),
    ]


async def _open(port: int, turn: asyncio.Semaphore) -> Stream:
    async with turn:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4_096)
        writer.write(_REQUEST)
        await reader.readuntil(b"data: 0\n\n")
        return reader, writer


async def _next_event(reader: asyncio.StreamReader, began: float) -> float:
    await reader.readuntil(b"data: 1\n\n")
    return time.perf_counter() - began
