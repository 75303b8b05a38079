"""The application, or a bare bolt app, as a process of its own: as it runs for people."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path


@contextlib.asynccontextmanager
async def process(
    *arguments: str, environment: Mapping[str, str], output: int | None = asyncio.subprocess.DEVNULL
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`python -m` with these arguments, ended with the block. With an `output` of None it speaks where we do."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "STORMLAMP_"))}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *arguments,
        env={**ours, **environment},
        stdout=output,
        stderr=output,
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.terminate()
        await child.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def resident_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4_096
