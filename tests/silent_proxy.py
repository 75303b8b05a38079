"""Stands before a server, and lets connections fall silent, as when its machine loses its power."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Self

from sqlalchemy.engine import make_url


class SilentProxy:
    """It listens on `port` while it is running."""

    def __init__(self, behind: tuple[str, int] | Path) -> None:
        """`behind` it is a host's port, or a socket in a folder."""
        self._behind = behind
        self.port = 0
        self._passing: set[asyncio.Event] = set()
        self._is_silent = False
        self.unanswered = asyncio.Event()
        """Something has come in since it was told to be silent."""

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
    async def running(self) -> AsyncIterator[Self]:
        tasks: set[asyncio.Task[None]] = set()

        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            tasks.add(asyncio.create_task(self._pass_on(reader, writer)))

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
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
        from_server, to_server = await self._connect()
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

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._behind, Path):
            return await asyncio.open_unix_connection(self._behind)
        return await asyncio.open_connection(*self._behind)


class SilentDatabase(SilentProxy):
    """Stands before a PostgreSQL, that of the tests or another one."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        folder = self._url.query.get("host")
        elsewhere = (self._url.host or "127.0.0.1", self._url.port or 5432)
        super().__init__(Path(str(folder)) / ".s.PGSQL.5432" if folder else elsewhere)

    @property
    def url(self) -> str:
        """That of the database behind it."""
        return self._url.set(host="127.0.0.1", port=self.port, query={}).render_as_string(hide_password=False)
