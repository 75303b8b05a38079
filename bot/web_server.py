"""uvicorn on a socket of ours: bound before anything else starts, stopped with the application."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.domain.errors import Invalid

_BACKLOG = 2_048
#: Seconds that open requests get to end when the application stops.
_GRACE_SECONDS = 3


def bind(host: str, port: int) -> socket.socket:
    """Raises Invalid where nobody can listen there, naming the setting."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise Invalid(f"STORMLAMP_HOST is “{host}”, which is no address of this machine.") from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise Invalid(_reason(error, host, port)) from error
    listener.setblocking(False)
    return listener


def _reason(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} on {host} is in use by another program. End it, or set STORMLAMP_PORT to a free port."
        case errno.EACCES:
            return f"This user may not listen on port {port}. Set STORMLAMP_PORT to one above 1023."
        case _:
            return (
                f"Nothing can listen on {host}, port {port}: {error.strerror}. Check STORMLAMP_HOST and STORMLAMP_PORT."
            )


class WebServer(uvicorn.Server):
    """Leaves the signals to the application."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="none",
                http="httptools",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=True,
                proxy_headers=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def serve_on(self, listener: socket.socket) -> None:
        await self.serve(sockets=[listener])
