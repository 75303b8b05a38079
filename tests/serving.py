"""A web server of ours for as long as a test needs it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

from bot.web_server import Server


@contextlib.asynccontextmanager
async def serving(server: Server, listener: socket.socket) -> AsyncIterator[None]:
    """The listener is closed with it."""
    running = asyncio.create_task(server.serve_on(listener))
    try:
        yield
    finally:
        server.stop()
        await running
        listener.close()
