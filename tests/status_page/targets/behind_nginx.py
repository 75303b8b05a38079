"""A folder behind nginx, with the configuration that the documentation gives."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from tests.benchmarks.process import free_port
from tests.public_page import reader
from tests.tools import tool

_CONFIGURATION = (Path(__file__).parents[3] / "docs" / "nginx.conf").read_text(encoding="utf-8")
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextlib.asynccontextmanager
async def behind_nginx(folder: Path, work: Path, more: str = "") -> AsyncIterator[str]:
    """Gives its address. `work` is for nginx's own files, `more` stands beside the server in its configuration."""
    server = f"{more} {_CONFIGURATION.replace('/var/www/status', str(folder))}"
    async with nginx_with(server, work, listens_on="127.0.0.1:80") as url:
        yield url


@contextlib.asynccontextmanager
async def nginx_with(server: str, work: Path, *, listens_on: str) -> AsyncIterator[str]:
    """Gives its address, a free one in place of what it `listens_on`."""
    nginx = tool("nginx")
    port = free_port()
    server = server.replace(f"listen {listens_on};", f"listen 127.0.0.1:{port};")
    temporary = "".join(f"{each}_temp_path {work}/{each};" for each in _TEMPORARY)
    configuration = work / "nginx.conf"
    configuration.write_text(
        f"daemon off; master_process off; pid {work}/pid; error_log {work}/error.log;"
        f"events {{}} http {{ access_log off; sendfile on; tcp_nopush on; {temporary} {server} }}"
    )
    child = await asyncio.create_subprocess_exec(nginx, "-p", str(work), "-e", "stderr", "-c", str(configuration))
    url = f"http://127.0.0.1:{port}"
    try:
        await _answers(url)
        yield url
    finally:
        await _ended(child)


async def _ended(child: asyncio.subprocess.Process) -> None:
    """A signal that comes just before nginx waits for requests is looked at after the next one."""
    while child.returncode is None:
        child.terminate()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await child.wait()


async def _answers(url: str) -> None:
    async with reader() as client, asyncio.timeout(10):
        while True:
            with contextlib.suppress(httpx.ConnectError):
                await client.get(url)
                return
            await asyncio.sleep(0.02)
