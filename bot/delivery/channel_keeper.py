"""Makes an incident's own channel, keeps its topic, bookmark and members current, and puts it away."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.dedicated_channel import bookmark_title, topic
from bot.blocks.mrkdwn import escape
from bot.delivery.outcome import Again, outcome_of
from bot.delivery.slack_channel import CLOCK_TOLERANCE
from bot.domain.dedicated_channel import DedicatedChannel, channel_name, may_be_named
from bot.domain.incident import Incident
from bot.domain.state import Found
from bot.slack_errors import NOT_GRANTED, error_of
from bot.use_cases.clock import Clock
from bot.use_cases.dedicated_channels import channel_was_made
from bot.use_cases.effects import TellNotMade, owe
from bot.use_cases.take_snapshot import UrlOf
from storage.database import Database
from storage.outbox import Owed

_NAMES_TRIED = 12
_CHANNELS_READ = 1_000
#: It is as it should be, or nobody can bring it there.
_PUT_AWAY = frozenset({"already_archived", "is_archived", "channel_not_found", "not_in_channel"})

log = structlog.get_logger()


class ChannelKeeper:
    def __init__(self, database: Database, client: AsyncWebClient, clock: Clock, url_of: UrlOf) -> None:
        self._database = database
        self._client = client
        self._clock = clock
        self._url_of = url_of

    async def make(self, owed: Owed, found: Found) -> None:
        """Once: one that an earlier attempt may have made is looked for. A private one never becomes a public one."""
        incident = found.incident
        async with self._database.reading() as uow:
            wanted = await uow.dedicated_channels.of_incident(incident.number)
        if wanted is None or wanted.channel is not None:
            return
        try:
            channel = await self._made_before(owed, incident, wanted) if owed.unclear else None
            if channel is None:
                channel = await self._make(incident, wanted)
        except SlackApiError as error:
            if _may_pass(error):
                raise
            log.warning("channel_not_made", incident=incident.reference, reason=error_of(error))
            await self._give_up(incident, wanted, error_of(error))
            return
        async with self._database.writing() as uow:
            await channel_was_made(uow, incident, channel, now=self._clock())

    async def _made_before(self, owed: Owed, incident: Incident, wanted: DedicatedChannel) -> str | None:
        """Ours since this was asked for, with a name that this incident's may have."""
        us = (await self._client.auth_test())["user_id"]
        since = (owed.created_at - CLOCK_TOLERANCE).timestamp()
        async with self._database.reading() as uow:
            known = await uow.announcements.channels_ever(incident.number)
        async for channel in self._channels(is_private=wanted.is_private):
            ours = channel.get("creator") == us and channel.get("created", 0) >= since
            if ours and may_be_named(incident, channel["name"]) and channel["id"] not in known:
                return str(channel["id"])
        return None

    async def _channels(self, *, is_private: bool) -> AsyncIterator[dict[str, Any]]:
        arguments: dict[str, Any] = {
            "types": "private_channel" if is_private else "public_channel",
            "exclude_archived": True,
            "limit": _CHANNELS_READ,
        }
        while True:
            answer = await self._client.conversations_list(**arguments)
            for channel in answer["channels"]:
                yield channel
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
            arguments["cursor"] = cursor

    async def _make(self, incident: Incident, wanted: DedicatedChannel) -> str:
        for attempt in range(1, _NAMES_TRIED + 1):
            try:
                name = channel_name(incident, attempt)
                answer = await self._client.conversations_create(name=name, is_private=wanted.is_private)
            except SlackApiError as error:
                # An archived channel keeps its name, too.
                if error_of(error) != "name_taken" or attempt == _NAMES_TRIED:
                    raise
            else:
                return str(answer["channel"]["id"])
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _give_up(self, incident: Incident, wanted: DedicatedChannel, reason: str) -> None:
        """Say so to whoever asked, who may then ask again."""
        async with self._database.writing() as uow:
            await uow.dedicated_channels.forget(incident.number)
            if wanted.requested_by is not None:
                notice = TellNotMade(incident=incident.number, is_private=wanted.is_private, reason=reason)
                await owe(uow, notice, channel=wanted.requested_by, now=self._clock())

    async def furnish(self, found: Found, channel: str) -> None:
        """Topic, bookmark and members: each for itself, since Slack may refuse one of them."""
        await _if_possible("topic", self._set_topic(found, channel))
        if found.incident.is_public:
            await _if_possible("bookmark", self._set_bookmark(found, channel))
        await _if_possible("invitations", self._invite(found, channel))

    async def _set_topic(self, found: Found, channel: str) -> None:
        """Every change of it is a message in the channel, so it is set only where it is another one."""
        wanted = topic(found.incident, permalink=self._permalink(found))
        info = (await self._client.conversations_info(channel=channel))["channel"]
        # A topic is given as it is, and read escaped; what Slack does not document is not relied upon.
        if (info.get("topic") or {}).get("value") not in {wanted, escape(wanted)}:
            await self._client.conversations_setTopic(channel=channel, topic=wanted)

    async def _set_bookmark(self, found: Found, channel: str) -> None:
        title, link = bookmark_title(found.page.name), self._permalink(found)
        bookmarks = (await self._client.bookmarks_list(channel_id=channel))["bookmarks"]
        ours = [each for each in bookmarks if str(each.get("link", "")).endswith(f"/incidents/{found.incident.id}")]
        if not ours:
            await self._client.bookmarks_add(channel_id=channel, title=title, type="link", link=link)
        elif (ours[0]["title"], ours[0]["link"]) != (title, link):
            await self._client.bookmarks_edit(bookmark_id=ours[0]["id"], channel_id=channel, title=title, link=link)

    async def _invite(self, found: Found, channel: str) -> None:
        """Who declared, who asked for the channel, who leads: each once, for who has left it may stay away."""
        incident = found.incident
        async with self._database.reading() as uow:
            dedicated = await uow.dedicated_channels.of_incident(incident.number)
        if dedicated is None:
            return
        wanted = (incident.updates[0].author.slack_id, dedicated.requested_by, incident.lead_slack_id)
        invited = list(dedicated.invited)
        for user in dict.fromkeys(wanted):
            if user is None or user in invited:
                continue
            await _if_possible("invitation", self._client.conversations_invite(channel=channel, users=user))
            invited.append(user)
        if invited != list(dedicated.invited):
            async with self._database.writing() as uow:
                await uow.dedicated_channels.invited(incident.number, invited)

    async def put_away(self, channel: str) -> None:
        try:
            await self._client.conversations_archive(channel=channel)
        except SlackApiError as error:
            if error_of(error) in _PUT_AWAY:
                return
            if _may_pass(error):
                raise
            log.warning("channel_not_archived", channel=channel, reason=error_of(error))

    def _permalink(self, found: Found) -> str:
        return f"{self._url_of(found.page)}/incidents/{found.incident.id}"


async def _if_possible(part: str, call: Awaitable[object]) -> None:
    """What Slack refuses for good must not hold up the channel's updates."""
    try:
        await call
    except SlackApiError as error:
        if _may_pass(error):
            raise
        log.info("channel_not_furnished", part=part, reason=error_of(error))


def _may_pass(error: SlackApiError) -> bool:
    """Whether another attempt may succeed, though this very thing is asked for again."""
    return isinstance(outcome_of(error), Again) and error_of(error) not in NOT_GRANTED
