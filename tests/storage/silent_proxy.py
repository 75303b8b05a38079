"""Stands before PostgreSQL, and lets connections fall silent, as when its machine loses its power."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from sqlalchemy.engine import URL, make_url


class SilentProxy:
    """`url` is that of the database behind it."""

    def __init__(self, url: str) -> None:
        self._behind = make_url(url)
        self._passing: set[asyncio.Event] = set()
        self._is_silent = False
        self.unanswered = asyncio.Event()
        """Something has come in since it was told to be silent."""
        self.url = ""

    def silence(self, *, new_ones: bool = False) -> None:
        """Nothing comes through on the connections that are there; nor on new ones, if they are concerned."""
        self._is_silent = new_ones
        self.unanswered.clear()
        for passes in self._passing:
            passes.clear()

    def speak(self) -> None:
        """Everything comes through again, also what was held back."""
        self._is_silent = False
        for passes in self._passing:
            passes.set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[SilentProxy]:
        tasks: set[asyncio.Task[None]] = set()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            tasks.add(asyncio.create_task(self._pass_on(reader, writer)))

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.url = _over_tcp(self._behind, port).render_as_string(hide_password=False)
        try:
            yield self
        finally:
            server.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        passes = asyncio.Event()
        if not self._is_silent:
            passes.set()
        self._passing.add(passes)
        path = f"{self._behind.query['host']}/.s.PGSQL.5432"
        from_server, to_server = await asyncio.open_unix_connection(path)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, to_server, passes))
                both.create_task(self._pump(from_server, writer, passes))
        finally:
            self._passing.discard(passes)
            to_server.close()
            writer.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passes: asyncio.Event) -> None:
        while data := await reader.read(65_536):
            if not passes.is_set():
                self.unanswered.set()
            await passes.wait()
            writer.write(data)
            await writer.drain()
        writer.close()


def _over_tcp(url: URL, port: int) -> URL:
    return url.set(host="127.0.0.1", port=port, query={})
