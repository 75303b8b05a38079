"""Everything that Slack delivers comes in here, by socket or HTTP: timed, and given the id that its change keeps."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.change import change
from bot.metrics import Metrics
from bot.slack.acts import acts
from bot.slack.listener_runner import PromptAck, PromptListenerRunner
from bot.slack.ourselves import Ourselves
from bot.slack.shapes import what_is_missing

_KINDS = {
    "block_actions": "click",
    "block_suggestion": "options",
    "event_callback": "event",
    "message_action": "shortcut",
    "shortcut": "shortcut",
    "view_closed": "closed form",
    "view_submission": "submission",
}

#: Whoever listens to these says nothing when acknowledging, and what follows comes by another way. What acts is
#: acknowledged by its listener.
_ACKNOWLEDGED_AT_ONCE = frozenset({"click", "command", "shortcut"})
#: Of those, so many are looked at beside each other: acknowledgements come before what they acknowledge.
_LOOKED_AT_ONCE = 8
#: Seconds that whatever is under way gets to end when the application stops.
_GRACE_SECONDS = 1.5

log = structlog.get_logger()


class _OurClient(AsyncMiddleware):
    """Bolt makes a plain one for each request: its calls were not counted, and stumbled over a proxy's answers."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        req.context["client"] = self._client
        return await next()


class IncomingApp(AsyncApp):
    def __init__(self, client: AsyncWebClient, *, signing_secret: str | None, metrics: Metrics) -> None:
        self.ourselves = Ourselves(client)
        super().__init__(client=client, signing_secret=signing_secret, authorize=self.ourselves)
        self._async_listener_runner = self._runner = PromptListenerRunner(self.listener_runner)
        self._metrics = metrics
        self._turn = asyncio.Semaphore(_LOOKED_AT_ONCE)
        self._looking: set[asyncio.Task[None]] = set()
        self._answering: set[asyncio.Task[Any]] = set()
        """Those that send the answer once they have it."""
        self.middleware(_OurClient(client))

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Until it is acknowledged; what follows from it, later and elsewhere, belongs to the same change.

        It was Slack's: signed, or on Slack's own socket.
        """
        started, kind = time.perf_counter(), _kind(req.body)
        missing = what_is_missing(req.body)
        if missing is not None:
            log.warning("delivery_malformed", kind=kind, missing=missing)
            self._note(kind, "malformed", started)
            # An event that we can't read now we can't read when it comes again, either.
            return BoltResponse(status=200 if kind == "event" else 400)
        answering = asyncio.current_task()
        assert answering is not None
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)
        req.context["ack"] = ack = PromptAck()
        with change():
            if kind in _ACKNOWLEDGED_AT_ONCE and not acts(req.body):
                # Bolt takes a millisecond to find who listens: of a crowd, each would wait for all before.
                task = asyncio.create_task(self._look_at(req, kind))
                self._looking.add(task)
                task.add_done_callback(self._looking.discard)
                self._note(kind, "acknowledged", started)
                return BoltResponse(status=200)
            outcome = "failed"
            try:
                if kind == "event" and not await self.ourselves.are_known():
                    # It may be about us, or be said by us. Slack delivers it again.
                    response = BoltResponse(status=503)
                else:
                    response = await super().async_dispatch(req)
                outcome = _outcome(response, ack)
                return response
            finally:
                self._note(kind, outcome, started)

    async def finish(self) -> None:
        """Wait for what is under way; what takes longer than a moment is cancelled."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE_SECONDS):
                while under_way := {*self._answering, *self._looking, *self._runner.running}:
                    await asyncio.wait(under_way)
        for task in (*self._looking, *self._runner.running):
            task.cancel()

    async def _look_at(self, req: AsyncBoltRequest, kind: str) -> None:
        async with self._turn:
            response = await super().async_dispatch(req)
        if response.status != 200:
            log.error("nobody_listened", kind=kind, status=response.status)

    def _note(self, kind: str, outcome: str, started: float) -> None:
        seconds = time.perf_counter() - started
        self._metrics.acknowledgements.labels(kind, outcome).observe(seconds)
        log.info("slack_delivery", kind=kind, outcome=outcome, seconds=round(seconds, 4))


def _outcome(response: BoltResponse, ack: PromptAck) -> str:
    if response.status != 200:
        return str(response.status)
    return "refused" if ack.is_refusal else "acknowledged"


def _kind(body: dict[str, Any]) -> str:
    return "command" if "command" in body else _KINDS.get(str(body.get("type")), "other")
