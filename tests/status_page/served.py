"""Rendered pages behind the real web server, on a port of its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from bot.status_page.connection import PageConnection
from bot.status_page.memory import Place, RenderedPages, Source
from bot.status_page.rendered import RenderedFile
from bot.status_page.representation import represent_all
from bot.status_page.server import PageServer
from bot.status_page.streams import EventStreams
from bot.web_server import WebServer, bind
from tests.serving import serving

ACME = Place("acme", "/acme/")
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Served:
    pages: RenderedPages
    streams: EventStreams
    server: WebServer
    address: tuple[str, int]

    @property
    def url(self) -> str:
        return f"http://{self.address[0]}:{self.address[1]}"

    def show(self, body: bytes = b"<h1>All good</h1>", **more: bytes) -> None:
        files = {"": body, **{path.replace("_", "."): each for path, each in more.items()}}
        self.put({path: RenderedFile(HTML, each) for path, each in files.items()})

    @property
    def connections(self) -> list[PageConnection]:
        return [each for each in self.server.server_state.connections if isinstance(each, PageConnection)]

    async def breath(self) -> None:
        """Let the server do what it has to."""
        for _ in range(10):
            await asyncio.sleep(0)

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not holds():  # noqa: ASYNC110 a socket's end tells nobody
                await asyncio.sleep(0.005)

    def put(self, files: Mapping[str, RenderedFile]) -> None:
        self.pages.put(ACME, represent_all(files), whole=False)


async def no_archive(_slug: str, _path: str, _base_path: str) -> None:
    return None


@contextlib.asynccontextmanager
async def served(*, limit: int = 100, connections: int = 200, archive: Source = no_archive) -> AsyncIterator[Served]:
    """With one page, `acme`, that shows nothing yet. `limit` is that of streams."""

    pages = RenderedPages(archive)
    pages.address(first=ACME, slugs={"acme": ACME}, hosts={})
    streams = EventStreams(pages, limit=limit)
    server = WebServer(PageServer(pages), pages, streams, connections=connections)
    listener = bind("127.0.0.1", 0)
    address: tuple[str, int] = listener.getsockname()
    async with serving(server, listener):
        yield Served(pages, streams, server, address)


class Client:
    """A raw connection: what is sent and what comes back, byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    async def head(self) -> tuple[int, dict[str, str]]:
        lines = (await self.until(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = (line.split(": ", 1) for line in lines[1:] if line)
        return int(lines[0].split()[1]), {name.lower(): value for name, value in headers}

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        status, headers = await self.head()
        return status, headers, await self._reader.readexactly(int(headers.get("content-length", 0)))

    async def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        self.ask(path, **headers)
        return await self.answer()

    def ask(self, path: str, **headers: str) -> None:
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        self.send(f"GET {path} HTTP/1.1\r\nhost: localhost\r\n{lines}\r\n".encode())

    async def until(self, end: bytes) -> bytes:
        return await self._reader.readuntil(end)

    async def some(self) -> bytes:
        """What has come in, as soon as there is any; nothing at the connection's end, however it ended."""
        try:
            return await self._reader.read(65_536)
        except ConnectionError:
            return b""

    async def rest(self) -> bytes:
        return await self._reader.read()


@contextlib.asynccontextmanager
async def client(address: tuple[str, int], *, receive_buffer: int | None = None) -> AsyncIterator[Client]:
    connection = socket.socket()
    if receive_buffer is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.setblocking(False)
    await asyncio.get_running_loop().sock_connect(connection, address)
    reader, writer = await asyncio.open_connection(sock=connection, limit=1_024 if receive_buffer else 2**20)
    try:
        yield Client(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
