"""Socket Mode: the app opens a socket, and gets everything through it."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.deliveries import Kind, NobodyListens, Payload, Retry
from bot.sandbox.faults import Faults
from bot.sandbox.limits import SOCKET_CONNECTIONS
from bot.sandbox.news import News
from bot.sandbox.workspace import APP_ID

_ACCEPTS_PAYLOAD = {Kind.COMMAND, Kind.INTERACTION}
_POLICY_VIOLATION = 1008
_GOING_AWAY = 1001


@dataclass(eq=False, slots=True)
class _Connection:
    websocket: WebSocket
    expected: dict[str, asyncio.Future[Payload]] = field(default_factory=dict)

    async def send(self, envelope: Payload, sent: Callable[[], None]) -> Payload:
        """Returns the acknowledgement's payload. Raises NobodyListens where the socket breaks before it comes."""
        id = envelope["envelope_id"]
        acknowledged: asyncio.Future[Payload] = asyncio.get_running_loop().create_future()
        self.expected[id] = acknowledged
        try:
            await self.websocket.send_json(envelope)
            sent()
            return await acknowledged
        except (WebSocketDisconnect, RuntimeError) as error:
            raise NobodyListens from error
        finally:
            del self.expected[id]

    async def read(self) -> None:
        """Until the app leaves."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                frame: dict[str, Any] = await self.websocket.receive_json()
                acknowledged = self.expected.get(frame.get("envelope_id", ""))
                if acknowledged is not None and not acknowledged.done():
                    acknowledged.set_result(frame.get("payload") or {})

    def leave(self) -> None:
        for acknowledged in self.expected.values():
            if not acknowledged.done():
                acknowledged.set_exception(NobodyListens())


class SocketMode:
    """Each payload goes to any one of the connections: here to each in turn."""

    def __init__(self, news: News, faults: Faults) -> None:
        self._news = news
        self._faults = faults
        self._tickets: set[str] = set()
        self._connections: list[_Connection] = []
        self.base = ""

    @property
    def connections(self) -> int:
        return len(self._connections)

    @property
    def is_connected(self) -> bool:
        return bool(self._connections)

    def url(self) -> str:
        """Good for one attempt to connect."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"{self.base}/link/?ticket={ticket}&app_id={APP_ID}"

    async def serve(self, websocket: WebSocket) -> None:
        ticket = websocket.query_params.get("ticket", "")
        is_known = ticket in self._tickets
        self._tickets.discard(ticket)
        if not is_known or self._faults.refuses_sockets or len(self._connections) >= SOCKET_CONNECTIONS:
            await websocket.close(_POLICY_VIOLATION)
            return
        await websocket.accept()
        connection = _Connection(websocket)
        if not self._faults.silences_sockets:
            await websocket.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self._connections) + 1,
                    "connection_info": {"app_id": APP_ID},
                    "debug_info": {"host": "sandbox", "approximate_connection_time": 18_060},
                }
            )
        self._connections.append(connection)
        self._news.tell()
        try:
            await connection.read()
        finally:
            if connection in self._connections:
                self._connections.remove(connection)
            connection.leave()
            self._news.tell()

    async def send(self, kind: Kind, payload: Payload, retry: Retry | None, sent: Callable[[], None]) -> Payload:
        if not self._connections:
            raise NobodyListens
        connection = self._connections.pop(0)
        self._connections.append(connection)
        envelope: Payload = {
            "envelope_id": secrets.token_hex(16),
            "type": kind.value,
            "payload": payload,
            "accepts_response_payload": kind in _ACCEPTS_PAYLOAD,
        }
        if kind is Kind.EVENT:
            envelope |= {"retry_attempt": retry.attempt if retry else 0, "retry_reason": retry.reason if retry else ""}
        return await connection.send(envelope, sent)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, as Slack does every few hours: `warning` comes before `refresh_requested`."""
        for connection in list(self._connections):
            await connection.websocket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def drop(self) -> None:
        """Close every socket without a word."""
        for connection in list(self._connections):
            self._connections.remove(connection)
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await connection.websocket.close(_GOING_AWAY)
