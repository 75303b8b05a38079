"""Answers Prometheus on a port of its own, which is not for the public."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.bounded_connection import BoundedConnection
from bot.secured import Secured
from bot.web_server import Server

_GRACE_SECONDS = 1


class MetricsServer(Server):
    """`read` brings the gauges up to date before they are told."""

    def __init__(self, registry: CollectorRegistry, read: Callable[[], Awaitable[None]]) -> None:
        async def metrics(_request: Request) -> Response:
            await read()
            return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})

        super().__init__(
            uvicorn.Config(
                Secured(Starlette(routes=[Route("/metrics", metrics)])),
                loop="none",
                http=BoundedConnection,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
