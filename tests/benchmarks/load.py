"""Asks for the same thing over many connections, as often as it is answered."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import time

import httpx

_CONNECTIONS = 64
_HEADERS = {"accept-encoding": "gzip", "user-agent": "Mozilla/5.0", "accept": "text/html"}

#: wrk is in C and takes little from the server that it measures; without it, a loop of ours asks as fast as it can.
WRK = shutil.which("wrk")


async def requests_per_second(url: str, seconds: float) -> float:
    return await (_with_wrk(url, seconds) if WRK else _with_sockets(url, seconds))


async def until_it_answers(url: str, *, well: bool = False) -> httpx.Response:
    """With `well` a refusal is no answer yet."""
    async with httpx.AsyncClient() as client, asyncio.timeout(30):
        while True:
            with contextlib.suppress(httpx.TransportError):
                response = await client.get(url, headers=_HEADERS)
                if response.is_success or not well:
                    return response
            await asyncio.sleep(0.05)


async def _with_wrk(url: str, seconds: float) -> float:
    headers = [part for name, value in _HEADERS.items() for part in ("-H", f"{name}: {value}")]
    arguments = ["-t1", f"-c{_CONNECTIONS}", f"-d{seconds:.0f}s", *headers, url]
    child = await asyncio.create_subprocess_exec(str(WRK), *arguments, stdout=asyncio.subprocess.PIPE)
    said = (await child.communicate())[0].decode()
    if "Non-2xx" in said or (found := re.search(r"Requests/sec:\s+([\d.]+)", said)) is None:
        raise RuntimeError(said)
    return float(found[1])


async def _with_sockets(url: str, seconds: float) -> float:
    address = httpx.URL(url)
    lines = "".join(f"{name}: {value}\r\n" for name, value in {"host": address.host, **_HEADERS}.items())
    request = f"GET {address.path} HTTP/1.1\r\n{lines}\r\n".encode()
    end = time.perf_counter() + seconds
    counts = await asyncio.gather(*(_ask(address, request, end) for _ in range(_CONNECTIONS)))
    return sum(counts) / seconds


async def _ask(address: httpx.URL, request: bytes, end: float) -> int:
    reader, writer = await asyncio.open_connection(address.host, address.port)
    count = 0
    while time.perf_counter() < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        assert length is not None
        await reader.readexactly(int(length[1]))
        count += 1
    writer.close()
    return count
