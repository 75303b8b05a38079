"""A channel as the dispatcher uses it: post, edit, look for what may be there already."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import structlog
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.blocks.message import Message
from bot.slack_errors import NOT_GRANTED, error_of

log = structlog.get_logger()

_EVENT_TYPE = "stormlamp_delivery"
#: Between Slack's clock and ours, when looking for what we made: ours may have been set wrong, and right since.
CLOCK_TOLERANCE = timedelta(days=2)
_PAGE_SIZE = 200
#: More is not said in a channel while a post is under way.
_PAGES_OF_CHANNEL = 25

#: The message is gone, or Slack does not let us edit it any more.
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "thread_not_found"})


@dataclass(frozen=True, slots=True)
class Mark:
    """Stands in the metadata of every post: by it a post is known again when nobody knows whether it was made."""

    outbox_id: str
    part: Literal["announcement", "reply", "nudge", "handoff", "notice", "answer"]


_Call = Callable[..., Awaitable[AsyncSlackResponse]]


def _always() -> bool:
    return True


class SlackChannel:
    """`is_ours` says whether what is delivered here is still for this process to deliver: if not, no call is made."""

    def __init__(self, client: AsyncWebClient, channel: str, *, is_ours: Callable[[], bool] = _always) -> None:
        self._client = client
        self._channel = channel
        self._is_ours = is_ours

    async def post(self, message: Message, mark: Mark, *, thread_ts: str | None = None, broadcast: bool = False) -> str:
        """The new message's ts. Raises what the client raises, as everything here does, and TimeoutError."""
        answer = await self._inside(
            self._client.chat_postMessage,
            text=message.text,
            blocks=message.blocks,
            thread_ts=thread_ts,
            reply_broadcast=True if broadcast else None,
            metadata={"event_type": _EVENT_TYPE, "event_payload": asdict(mark)},
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["ts"])

    async def edit(self, message: Message, *, ts: str) -> None:
        await self._inside(self._client.chat_update, ts=ts, text=message.text, blocks=message.blocks)

    async def find(self, mark: Mark, *, since: datetime, thread_ts: str | None = None) -> str | None:
        """The ts of the message with this mark, if Slack has it. None, too, where we may not look: rather twice than
        never.
        """
        wanted = asdict(mark)
        try:
            async for message in self._read(since, thread_ts):
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == _EVENT_TYPE and metadata.get("event_payload") == wanted:
                    return str(message["ts"])
        except SlackApiError as error:
            if error_of(error) not in NOT_GRANTED:
                raise
            log.warning("not_looked_for", channel=self._channel, error=error_of(error))
        return None

    async def _read(self, since: datetime, thread_ts: str | None) -> AsyncIterator[dict[str, Any]]:
        arguments: dict[str, Any] = {
            # Our clock may have been ahead when it was owed, and right since.
            "oldest": f"{(min(since, datetime.now(UTC)) - CLOCK_TOLERANCE).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": _PAGE_SIZE,
        }
        # The history omits the replies of threads.
        read: _Call = self._client.conversations_history
        if thread_ts is not None:
            arguments["ts"] = thread_ts
            read = self._client.conversations_replies
        # A channel comes newest first. A thread comes oldest first: what was posted last stands on its last page, and
        # to get there takes a lease at the most.
        for _ in itertools.count() if thread_ts is not None else range(_PAGES_OF_CHANNEL):
            answer = await self._inside(read, **arguments)
            messages = answer.get("messages")
            if not isinstance(messages, list):
                # It is not said that ours is not there.
                raise SlackRequestError("no messages")
            for message in messages:
                yield message
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
            arguments["cursor"] = cursor

    async def permalink(self, ts: str) -> str:
        return str((await self._client.chat_getPermalink(channel=self._channel, message_ts=ts))["permalink"])

    async def whisper(self, message: Message, *, user: str, thread_ts: str | None = None) -> None:
        """Only this user sees it."""
        await self._call(
            self._client.chat_postEphemeral,
            user=user,
            thread_ts=thread_ts,
            text=message.text,
            blocks=message.blocks or None,
        )

    async def _inside(self, call: _Call, **arguments: Any) -> AsyncSlackResponse:
        """Make the call; a public channel that we are not in is joined for it."""
        try:
            return await self._call(call, **arguments)
        except SlackApiError as error:
            if error_of(error) not in {"not_in_channel", "channel_not_found"} or not await self._join():
                raise
            return await self._call(call, **arguments)

    async def _call(self, call: _Call, **arguments: Any) -> AsyncSlackResponse:
        if not self._is_ours():
            raise TimeoutError
        return await call(channel=self._channel, **arguments)

    async def _join(self) -> bool:
        """Whether it is a public channel, and we are in it now."""
        try:
            await self._client.conversations_join(channel=self._channel)
        except SlackApiError:
            return False
        return True
