"""📌 on a message puts it on the incident's timeline, and taking the reaction away takes it off.

Both are acknowledged once that is in the record: until then Slack tells of them again.
"""

from __future__ import annotations

from datetime import UTC, datetime

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import StormlampError, TryAgain
from bot.domain.incident import Author
from bot.domain.note import Note
from bot.domain.texts import say
from bot.slack.payload import Payload, origin_of_event
from bot.slack.plain_text import plain_text
from bot.slack.services import Services
from bot.slack_errors import may_pass
from bot.use_cases.origin import Origin

_PIN = "pushpin"

log = structlog.get_logger()


def register(app: AsyncApp, services: Services) -> None:
    @app.event("reaction_added")
    async def added(ack: AsyncAck, body: Payload, event: Payload, client: AsyncWebClient) -> None:
        if _is_pin(event):
            item = event["item"]
            try:
                await pin(item["ts"], event["user"], client, origin_of_event(body, item["channel"]))
            except TryAgain:
                raise
            except StormlampError as error:
                log.info("pin_not_noted", channel=item["channel"], error=error.message)
        await ack()

    @app.event("reaction_removed")
    async def removed(ack: AsyncAck, body: Payload, event: Payload) -> None:
        if _is_pin(event):
            item = event["item"]
            origin = origin_of_event(body, item["channel"])
            try:
                actor = await services.directory.actor(event["user"])
                await services.note_incident.remove(item["channel"], item["ts"], actor=actor, origin=origin)
            except TryAgain:
                raise
            except StormlampError as error:
                log.info("pin_not_taken_off", channel=item["channel"], error=error.message)
        await ack()

    async def pin(ts: str, user: str, client: AsyncWebClient, origin: Origin) -> None:
        channel = str(origin.channel)
        found = await _pinned(client, channel, ts)
        number = None if found is None else await meant(channel, found[0])
        if found is None or number is None:
            return
        message, permalink = found
        note = Note(
            incident_number=number,
            text=plain_text(message.get("text") or ""),
            author=await author_of(message),
            at=datetime.fromtimestamp(float(ts), UTC),
            channel=channel,
            ts=ts,
            permalink=permalink,
        )
        await services.note_incident.add(note, actor=await services.directory.actor(user), origin=origin)

    async def author_of(message: Payload) -> Author:
        """What an integration posts may have no user."""
        if "user" not in message:
            return Author(name=str(message.get("username") or say("someone")))
        return (await services.directory.actor(message["user"])).author

    async def meant(channel: str, message: Payload) -> int | None:
        """The incident of the message's thread, else the only one that the channel means."""
        thread = message.get("thread_ts") or message["ts"]
        number = await services.find_incidents.announced_at(channel, thread)
        if number is not None:
            return number
        open_ones = await services.find_incidents.meant_in(channel)
        return open_ones[0].incident.number if len(open_ones) == 1 else None


def _is_pin(event: Payload) -> bool:
    item = event["item"]
    return bool(event["reaction"] == _PIN and item["type"] == "message" and item.get("channel") and item.get("ts"))


async def _pinned(client: AsyncWebClient, channel: str, ts: str) -> tuple[Payload, str] | None:
    """The message and its permalink. Raises TryAgain where Slack does not say now."""
    try:
        # Of a reply, too: a channel's history would leave it out. The thread's first message comes before it.
        answer = await client.conversations_replies(channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True)
        message = next((each for each in answer["messages"] if each["ts"] == ts), None)
        if message is None:
            return None
        return message, str((await client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    except (SlackClientError, aiohttp.ClientError, OSError) as error:
        log.info("pinned_message_not_read", channel=channel, error=str(error))
        if not isinstance(error, SlackApiError) or may_pass(error):
            raise TryAgain(say("Slack did not answer.")) from error
        return None
