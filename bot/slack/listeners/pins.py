"""📌 on a message puts it on the incident's timeline, and taking the reaction away takes it off."""

from __future__ import annotations

from datetime import UTC, datetime

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import StormlampError
from bot.domain.incident import Author
from bot.domain.note import Note
from bot.slack.payload import Payload
from bot.slack.plain_text import plain_text
from bot.slack.services import Services
from bot.use_cases.origin import Origin

_PIN = "pushpin"

log = structlog.get_logger()


def register(app: AsyncApp, services: Services) -> None:
    @app.event("reaction_added")
    async def added(event: Payload, client: AsyncWebClient) -> None:
        item = event["item"]
        if event["reaction"] != _PIN or item.get("type") != "message":
            return
        try:
            await pin(item["channel"], item["ts"], event["user"], client)
        except (StormlampError, SlackClientError, aiohttp.ClientError, OSError) as error:
            log.info("pin not noted", channel=item["channel"], error=str(error))

    @app.event("reaction_removed")
    async def removed(event: Payload) -> None:
        item = event["item"]
        if event["reaction"] != _PIN or item.get("type") != "message":
            return
        try:
            actor = await services.directory.actor(event["user"])
            await services.note_incident.remove(item["channel"], item["ts"], actor=actor)
        except StormlampError as error:
            log.info("pin not taken off", channel=item["channel"], error=error.message)

    async def pin(channel: str, ts: str, user: str, client: AsyncWebClient) -> None:
        # Of a reply, too: a channel's history would leave it out.
        answer = await client.conversations_replies(channel=channel, ts=ts, limit=1)
        message: Payload = answer["messages"][0]
        number = await meant(channel, message)
        if number is None:
            return
        author = await services.directory.actor(message["user"])
        note = Note(
            incident_number=number,
            text=plain_text(message.get("text", "")),
            author=Author(name=author.name, slack_id=author.slack_id),
            at=datetime.fromtimestamp(float(ts), UTC),
            channel=channel,
            ts=ts,
            permalink=str((await client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"]),
        )
        actor = await services.directory.actor(user)
        await services.note_incident.add(note, actor=actor, origin=Origin(channel=channel))

    async def meant(channel: str, message: Payload) -> int | None:
        """The incident of the message's thread, else the only one that the channel means."""
        thread = message.get("thread_ts") or message["ts"]
        number = await services.find_incidents.announced_at(channel, thread)
        if number is not None:
            return number
        open_ones = await services.find_incidents.meant_in(channel)
        return open_ones[0].incident.number if len(open_ones) == 1 else None
