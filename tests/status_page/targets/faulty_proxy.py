"""Stands before a real server, and fails when told to: before the request reaches it, or after."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web_server import Server, bind
from tests.public_page import reader
from tests.serving import serving


class FaultyProxy:
    """`requests` are those that reached the server, as `PUT /bucket/key`."""

    def __init__(self, server: str) -> None:
        self._client = reader(server)
        self.url = ""
        self.requests: list[str] = []
        self.refused = 0
        self.lost_answers = 0
        self.knows_conditions = True
        """Otherwise it takes every condition of a PUT for one that does not hold."""

    def refuse(self, count: int) -> None:
        """So many requests are answered with 503, and do not reach the server."""
        self.refused = count

    def lose_answers(self, count: int) -> None:
        """So many PUTs reach the server, and the client never learns of it."""
        self.lost_answers = count

    async def _pass_on(self, request: Request) -> Response:
        if self.refused:
            self.refused -= 1
            return Response(status_code=503)
        if not self.knows_conditions and request.method == "PUT":
            return Response(status_code=412)
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        headers = {name: value for name, value in request.headers.items() if name != "content-length"}
        answer = await self._client.request(request.method, path, headers=headers, content=await request.body())
        self.requests.append(f"{request.method} {request.url.path}")
        if self.lost_answers and request.method == "PUT":
            self.lost_answers -= 1
            return Response(status_code=500)
        kept = {name: value for name, value in answer.headers.items() if name not in {"date", "server", "connection"}}
        return Response(answer.content, answer.status_code, kept)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[FaultyProxy]:
        methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
        app = Starlette(routes=[Route("/{path:path}", self._pass_on, methods=methods)])
        listener = bind("127.0.0.1", 0)
        host, port = listener.getsockname()
        self.url = f"http://{host}:{port}"
        server = Server(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, ws="none"))
        async with self._client, serving(server, listener):
            yield self
