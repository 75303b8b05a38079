"""Answers Prometheus on a port of its own, which is not for the public."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.server import ServerState

from bot.bounded_connection import BoundedConnection
from bot.secured import Secured
from bot.status_page.crowd import Crowd, TurnedAway
from bot.web_server import Server

_GRACE_SECONDS = 1
#: Prometheus needs one. They are open files, of which the page's visitors want the most.
_CONNECTIONS = 32


class MetricsServer(Server):
    """`read` brings the gauges up to date before they are told."""

    def __init__(self, registry: CollectorRegistry, read: Callable[[], Awaitable[None]]) -> None:
        async def metrics(_request: Request) -> Response:
            await read()
            return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})

        def connection(
            *, config: uvicorn.Config, server_state: ServerState, app_state: dict[str, Any], _loop: Any = None
        ) -> asyncio.Protocol:
            return BoundedConnection(config, server_state, app_state, _loop) if self._crowd.has_room() else TurnedAway()

        super().__init__(
            uvicorn.Config(
                Secured(Starlette(routes=[Route("/metrics", metrics)])),
                loop="none",
                http=connection,  # type: ignore[arg-type] # called as a class would be
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._crowd = Crowd(self.server_state.connections, _CONNECTIONS)
