"""Give a person a file: in their direct messages with the app, where nobody else reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_errors import retry_after

#: Seconds to wait for Slack where it wants us to slow down: whoever asked still looks, and others may wait behind them.
_PATIENCE = 10.0
_USUAL_SECONDS = 1.0


async def send_file(client: AsyncWebClient, user: str, *, text: str, name: str, content: bytes) -> None:
    """Raises what the client raises."""
    posted = await _in_time(lambda: client.chat_postMessage(channel=user, text=text))
    # One that was uploaded and not completed is nowhere to be seen, so all of it can be done again.
    await _in_time(
        lambda: client.files_upload_v2(
            channel=str(posted["channel"]), thread_ts=str(posted["ts"]), filename=name, title=name, content=content
        )
    )


async def _in_time(call: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
    """Again when Slack lets us, unless that is too late."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _PATIENCE
    while True:
        try:
            return await call()
        except SlackApiError as error:
            seconds = retry_after(error) or _USUAL_SECONDS
            if error.response.status_code != 429 or loop.time() + seconds > until:
                raise
        await asyncio.sleep(seconds)
