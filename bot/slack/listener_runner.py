"""Runs bolt's listeners, and answers Slack in the moment in which one acknowledges.

Bolt's own runner looks a hundred times a second whether it has: with hundreds of responders at once, that alone kept
the process busy, and the answers late.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.listener.asyncio_runner import AsyncioListenerRunner
from slack_bolt.logger.messages import warning_did_not_call_ack
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_bolt.util.utils import get_arg_names_of_callable


class PromptAck(AsyncAck):
    """`asked_at`, by the event loop's clock, is when Slack asked, and `given` is what was said first.

    `is_refusal` once it says that a form was not taken: to Slack that is an acknowledgement like any other.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        loop = asyncio.get_running_loop()
        self.asked_at = loop.time()
        self.is_refusal = False
        self.given: asyncio.Future[BoltResponse | None] = loop.create_future()

    async def __call__(self, *args: Any, **kwargs: Any) -> BoltResponse:
        response = await super().__call__(*args, **kwargs)
        if not self.given.done():
            self.given.set_result(response)
        return response

    def end(self, running: asyncio.Task[BoltResponse | None]) -> None:
        """For Slack, with the listener: what it gives back is said where it said nothing by itself."""
        if self.given.done():
            return
        if running.cancelled():
            self.given.cancel()
        elif (error := running.exception()) is not None:
            self.given.set_exception(error)
        else:
            self.given.set_result(running.result())


class PromptListenerRunner(AsyncioListenerRunner):
    """For requests whose context has a PromptAck."""

    def __init__(self, bolts: AsyncioListenerRunner) -> None:
        super().__init__(
            logger=bolts.logger,
            # What runs here is a task of its own, which goes on after the answer.
            process_before_response=True,
            listener_error_handler=bolts.listener_error_handler,
            listener_start_handler=bolts.listener_start_handler,
            listener_completion_handler=bolts.listener_completion_handler,
            lazy_listener_runner=bolts.lazy_listener_runner,
        )
        self.running: set[asyncio.Task[BoltResponse | None]] = set()
        """The listeners at work, acknowledged or not."""

    async def run(
        self,
        request: AsyncBoltRequest,
        response: BoltResponse,
        listener_name: str,
        listener: AsyncListener,
        starting_time: float | None = None,
    ) -> BoltResponse | None:
        """None where the listener has not acknowledged in time.

        An event is acknowledged at once, unless its listener takes `ack`: what that raises Slack delivers again.
        """
        ack = request.context.ack
        assert isinstance(ack, PromptAck)
        if listener.auto_acknowledgement and "ack" not in get_arg_names_of_callable(listener.ack_function):
            await ack()
        running = asyncio.create_task(super().run(request, response, listener_name, listener, starting_time))
        self.running.add(running)
        running.add_done_callback(self.running.discard)
        running.add_done_callback(ack.end)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(listener.ack_timeout):
                return await ack.given
        self.logger.warning(warning_did_not_call_ack(listener_name))
        return None
