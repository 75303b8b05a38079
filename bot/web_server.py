"""uvicorn on a socket of ours: bound before anything else starts, stopped with the application."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import resource
import socket
from collections.abc import Iterator
from typing import Any, NamedTuple

import structlog
import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from bot.domain.errors import Invalid
from bot.framework_connection import FrameworkConnection
from bot.secured import Secured
from bot.status_page.connection import PageConnection
from bot.status_page.connection_watch import IDLE_SECONDS
from bot.status_page.crowd import Crowd, TurnedAway
from bot.status_page.memory import RenderedPages
from bot.status_page.streams import EventStreams

_BACKLOG = 2_048
_OWN_FILES = 256  # the database's, the log's, those that a folder is written to, and what Slack is called over
_OTHER_FILES = 768  # the connections of short requests
_DATE_SECONDS = 1.0
#: Seconds that open requests get to end when the application stops.
_GRACE_SECONDS = 3

log = structlog.get_logger()


def bind(host: str, port: int, *, named: str = "STORMLAMP_PORT") -> socket.socket:
    """Raises Invalid where nobody can listen there, naming the setting that is `named`."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # a name with an empty or a very long part is no text for Python
        raise Invalid(f"STORMLAMP_HOST is “{host}”, which is no address of this machine.") from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise Invalid(_reason(error, host, port, named)) from error
    listener.setblocking(False)
    return listener


def _reason(error: OSError, host: str, port: int, named: str) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} on {host} is in use by another program. End it, or set {named} to a free port."
        case errno.EACCES:
            return f"This user may not listen on port {port}. Set {named} to one above 1023."
        case _:
            return f"Nothing can listen on {host}, port {port}: {error.strerror}. Check STORMLAMP_HOST and {named}."


class Allowed(NamedTuple):
    """`streams` of the `connections` may be streams."""

    streams: int
    connections: int


def allow_connections(streams: int) -> Allowed:
    """Ask the system for so many open files, and a few more; gives how many of them the public may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = streams + _OTHER_FILES + _OWN_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    connections = max(soft - _OWN_FILES, soft // 2)
    allowed = min(streams, max(connections - _OTHER_FILES, connections // 2))
    if allowed < streams:
        log.warning(
            "few_files",
            reason=f"Only {soft} files may be open at once: no more than {allowed} open pages are told of changes, the "
            f"others ask for them. Allow {wanted} files (`ulimit -n`, LimitNOFILE= for systemd), or set "
            "STORMLAMP_MAX_STREAMS lower.",
        )
    return Allowed(allowed, connections)


class Server(uvicorn.Server):
    """On a socket that is bound already; the signals are the application's, which says when to `stop`."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        self.should_exit = True
        self._stopped.set()

    async def main_loop(self) -> None:
        # uvicorn's own looks ten times a second whether it should end; each tenth look renews the date.
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_DATE_SECONDS):
                    await self._stopped.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def serve_on(self, listener: socket.socket) -> None:
        await self.serve(sockets=[listener])


class WebServer(Server):
    """Leaves what the pages have at hand to their own connections."""

    def __init__(self, app: ASGIApp, pages: RenderedPages, streams: EventStreams, *, connections: int) -> None:
        """`connections`: so many there may be at once."""
        self._streams = streams

        def connection(
            *, config: uvicorn.Config, server_state: ServerState, app_state: dict[str, Any], _loop: Any = None
        ) -> asyncio.Protocol:
            def first() -> asyncio.Protocol:
                return PageConnection(pages, streams, server_state.connections, framework)

            def framework() -> asyncio.Protocol:
                taken_over = FrameworkConnection(config, server_state, app_state, _loop)
                taken_over.first = first
                return taken_over

            return first() if self._crowd.has_room() else TurnedAway()

        super().__init__(
            uvicorn.Config(
                Secured(app),
                loop="none",
                http=connection,  # type: ignore[arg-type] # called as a class would be
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",  # what strangers send wrongly is no news
                access_log=False,
                server_header=False,
                date_header=True,
                proxy_headers=False,
                timeout_keep_alive=IDLE_SECONDS,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._crowd = Crowd(self.server_state.connections, connections)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Streams never end by themselves: waiting for them would use up the grace of all others.
        self._streams.close()
        await super().shutdown(sockets)
