"""Delivers what is owed to Slack: reads how things stand, makes one call, notes what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import announcement as announcements
from bot.blocks import reply as replies
from bot.blocks.handoff import handoff
from bot.blocks.message import Message
from bot.blocks.mrkdwn import link
from bot.blocks.nudge import nudge
from bot.blocks.reply import OnPage
from bot.delivery.channel_keeper import ChannelKeeper
from bot.delivery.outcome import Again, Delivered, Outcome, outcome_of
from bot.delivery.responder_notice import ResponderNotice
from bot.delivery.slack_channel import GONE, Mark, SlackChannel
from bot.domain.incident import Update, UpdateId
from bot.domain.state import Found
from bot.domain.texts import say
from bot.slack_errors import error_of
from bot.use_cases.clock import Clock
from bot.use_cases.effects import (
    Announce,
    ArchiveChannel,
    EditAnnouncement,
    EditReply,
    Effect,
    FurnishChannel,
    MakeChannel,
    PointToThread,
    PostAnswer,
    PostHandoff,
    PostNudge,
    PostReply,
    TellBarred,
    TellNotMade,
    TellSetAside,
    effect_of,
    owe,
    payload_of,
)
from bot.use_cases.find_incidents import FindIncidents
from bot.use_cases.take_snapshot import UrlOf
from storage.database import Database
from storage.outbox import Owed
from storage.repositories.replies import Reply

#: How long a reply waits for the page, so that it can say at once that the page has it.
PAGE_GRACE = timedelta(seconds=1)
_REST_SECONDS = 0.05  # many replies may be waiting, and every commit is news to each


class SlackPublisher:
    def __init__(
        self, database: Database, client: AsyncWebClient, find: FindIncidents, clock: Clock, url_of: UrlOf
    ) -> None:
        self._database = database
        self._client = client
        self._find = find
        self._clock = clock
        self._url_of = url_of
        self._keeper = ChannelKeeper(database, client, clock, url_of)
        self._notice = ResponderNotice(database, client)

    async def deliver(self, owed: Owed, is_ours: Callable[[], bool]) -> Outcome:
        """Raises what the client raises where Slack refuses or does not answer, and TimeoutError where it is not ours
        any more.
        """
        effect = effect_of(owed)
        if isinstance(effect, PostAnswer):
            await self._answer(owed, effect, is_ours)
            return Delivered()
        found = await self._find.by_number(effect.incident, others=False)
        try:
            await self._deliver(owed, effect, found, SlackChannel(self._client, owed.stream, is_ours=is_ours))
        except SlackApiError as error:
            if error_of(error) != "is_archived":
                raise
            async with self._database.reading() as uow:
                if not await uow.announcements.is_closed(effect.incident, owed.stream):
                    raise  # somebody has archived it who may bring it back
        return Delivered()

    async def _deliver(self, owed: Owed, effect: Effect, found: Found, channel: SlackChannel) -> None:
        match effect:
            case Announce():
                # One that was set aside comes late: what was posted meanwhile has announced the incident.
                if await self._announcement_ts(found, owed) is None:
                    await self._announce(owed, found, channel)
            case EditAnnouncement():
                await self._edit_announcement(owed, effect, found, channel)
            case PostReply():
                await self._post_reply(owed, effect, found, channel)
            case EditReply():
                await self._edit_reply(owed, effect, found, channel)
            case PointToThread():
                await self._point(effect, found, channel, owed.stream)
            case PostNudge():
                await self._nudge(owed, effect, found, channel)
            case PostHandoff():
                await self._hand_over(owed, effect, found, channel)
            case MakeChannel():
                await self._keeper.make(owed, found)
            case FurnishChannel():
                if not await self._is_repeated(owed, effect):
                    await self._keeper.furnish(found, owed.stream)
            case ArchiveChannel():
                await self._keeper.put_away(owed.stream)
            case TellBarred() | TellSetAside() | TellNotMade():
                await self._notice.deliver(owed, effect, found.incident, channel)

    async def _announce(self, owed: Owed, found: Found, channel: SlackChannel) -> str:
        """Post the announcement, or adopt the one that an earlier attempt has posted."""
        mark = Mark(outbox_id=str(owed.id), part="announcement")
        ts = await channel.find(mark, since=owed.created_at) if owed.unclear else None
        if ts is None:
            message = announcements.announcement(found, permalink=self._permalink(found))
            ts = await channel.post(message, mark)
        async with self._database.writing() as uow:
            await uow.announcements.posted(found.incident.number, owed.stream, ts)
        return ts

    async def _announce_anew(self, owed: Owed, found: Found, channel: SlackChannel) -> str:
        """Noted first: an attempt that gets no further must not begin again with a thread that is gone."""
        async with self._database.writing() as uow:
            await uow.announcements.lost(found.incident.number, owed.stream)
        return await self._announce(owed, found, channel)

    async def _edit_announcement(
        self, owed: Owed, effect: EditAnnouncement, found: Found, channel: SlackChannel
    ) -> None:
        if await self._is_repeated(owed, effect):
            return
        ts = await self._announcement_ts(found, owed)
        if ts is None:
            await self._announce(owed, found, channel)
            return
        try:
            await channel.edit(announcements.announcement(found, permalink=self._permalink(found)), ts=ts)
        except SlackApiError as error:
            if error_of(error) not in GONE:
                raise
            await self._announce_anew(owed, found, channel)

    async def _post_reply(self, owed: Owed, effect: PostReply, found: Found, channel: SlackChannel) -> None:
        reply = await self._wait_for_page(owed, effect)
        if reply.ts is not None:
            return
        update = _update(found, effect.update)
        if update is None:
            return
        on_page = await self._on_page(reply)
        message = replies.reply(found.incident, update, permalink=self._permalink(found), on_page=on_page)
        mark = Mark(outbox_id=str(owed.id), part="reply")
        ts, is_new = await self._in_thread(owed, found, channel, message, mark, broadcast=effect.broadcast)
        told = is_new and on_page.since is not None
        now = self._clock()
        async with self._database.writing() as uow:
            await uow.replies.posted(reply.update_id, reply.channel, ts=ts, told=told)
            fresh = await uow.replies.get(reply.update_id, reply.channel)
            if fresh is not None and fresh.on_page_at is not None and not told:
                edit = EditReply(incident=effect.incident, update=effect.update)
                await owe(uow, edit, channel=owed.stream, now=now)

    async def _in_thread(
        self, owed: Owed, found: Found, channel: SlackChannel, message: Message, mark: Mark, *, broadcast: bool = False
    ) -> tuple[str, bool]:
        """The message's ts, and whether it is new.

        Where the announcement was deleted it is posted anew, and the thread goes on there.
        """
        thread = await self._announcement_ts(found, owed) or await self._announce(owed, found, channel)
        try:
            return await _place(owed, channel, message, mark, thread, broadcast=broadcast)
        except SlackApiError as error:
            if error_of(error) not in GONE:
                raise
        thread = await self._announce_anew(owed, found, channel)
        return await _place(owed, channel, message, mark, thread, broadcast=broadcast)

    async def _wait_for_page(self, owed: Owed, effect: PostReply) -> Reply:
        # By this process's own clock from here on: the other one may step.
        deadline = time.monotonic() + min(PAGE_GRACE, owed.created_at + PAGE_GRACE - self._clock()).total_seconds()
        while True:
            seen = self._database.changes.count
            async with self._database.reading() as uow:
                reply = await uow.replies.get(UpdateId(effect.update), owed.stream)
            if reply is None:
                raise LookupError(f"There is no reply for update {effect.update} in {owed.stream}.")
            left = deadline - time.monotonic()
            if reply.on_page_at is not None or left <= 0:
                return reply
            await self._database.changes.wait_beyond(seen, seconds=left, rest=_REST_SECONDS)

    async def _edit_reply(self, owed: Owed, effect: EditReply, found: Found, channel: SlackChannel) -> None:
        async with self._database.reading() as uow:
            reply = await uow.replies.get(UpdateId(effect.update), owed.stream)
        if await self._is_repeated(owed, effect):
            return
        update = _update(found, effect.update)
        if reply is None or reply.ts is None or update is None:
            return
        on_page = await self._on_page(reply)
        message = replies.reply(found.incident, update, permalink=self._permalink(found), on_page=on_page)
        try:
            await channel.edit(message, ts=reply.ts)
        except SlackApiError as error:
            if error_of(error) not in GONE:
                raise  # a reply that somebody deleted stays deleted
        if on_page.since is not None:
            async with self._database.writing() as uow:
                await uow.replies.posted(reply.update_id, reply.channel, ts=reply.ts, told=True)

    async def _point(self, effect: PointToThread, found: Found, channel: SlackChannel, stream: str) -> None:
        thread = next((each.ts for each in found.announcements if each.channel == stream and each.ts), None)
        if thread is None:
            return
        text = f"{found.incident.reference}: {link(await channel.permalink(thread), say('follow it in its thread'))}"
        try:
            await SlackChannel(self._client, effect.origin).whisper(Message(text, []), user=effect.user)
        except SlackApiError:
            # We are not in that channel, or they have left it: their direct message always reaches them.
            await self._client.chat_postMessage(channel=effect.user, text=text)

    async def _nudge(self, owed: Owed, effect: PostNudge, found: Found, channel: SlackChannel) -> None:
        """A reminder that something has overtaken since is not posted."""
        incident = found.incident
        if not incident.is_open or incident.last_update.id != effect.update:
            return
        mark = Mark(outbox_id=str(owed.id), part="nudge")
        await self._in_thread(owed, found, channel, nudge(incident, effect.nudge), mark)

    async def _hand_over(self, owed: Owed, effect: PostHandoff, found: Found, channel: SlackChannel) -> None:
        mark = Mark(outbox_id=str(owed.id), part="handoff")
        await self._in_thread(owed, found, channel, handoff(found, user=effect.user, by=effect.by), mark)

    async def _answer(self, owed: Owed, effect: PostAnswer, is_ours: Callable[[], bool]) -> None:
        """Where we may not answer, or there is no thread any more, the user's direct messages still reach them."""
        message = Message(effect.text, [*Block.parse_all(effect.blocks)])
        mark = Mark(outbox_id=str(owed.id), part="answer")
        channel = SlackChannel(self._client, effect.channel, is_ours=is_ours)
        try:
            if effect.is_for_all and effect.thread is not None:
                await _place(owed, channel, message, mark, effect.thread, broadcast=False)
            else:
                await channel.whisper(message, user=effect.user, thread_ts=effect.thread)
        except SlackApiError as error:
            if isinstance(outcome_of(error), Again):
                raise
            await SlackChannel(self._client, effect.user, is_ours=is_ours).post(message, mark)

    async def _is_repeated(self, owed: Owed, effect: Effect) -> bool:
        """Whether a later one says what this one would."""
        async with self._database.reading() as uow:
            return await uow.outbox.has_later(owed, kind=effect.kind, payload=payload_of(effect))

    async def _announcement_ts(self, found: Found, owed: Owed) -> str | None:
        async with self._database.reading() as uow:
            announcement = await uow.announcements.get(found.incident.number, owed.stream)
        return None if announcement is None else announcement.ts

    async def _on_page(self, reply: Reply) -> OnPage:
        if reply.on_page_at is not None:
            return OnPage(since=reply.on_page_at)
        async with self._database.reading() as uow:
            publications = await uow.publications.of_page(reply.page_id)
        return OnPage(
            since=None,
            failing=tuple(each.target for each in publications if each.attempts and each.revision < reply.revision),
        )

    def _permalink(self, found: Found) -> str:
        return f"{self._url_of(found.page)}/incidents/{found.incident.id}"


def _update(found: Found, update_id: str) -> Update | None:
    return next((update for update in found.incident.updates if update.id == update_id), None)


async def _place(
    owed: Owed, channel: SlackChannel, message: Message, mark: Mark, thread: str, *, broadcast: bool
) -> tuple[str, bool]:
    """What an earlier attempt may have posted is looked for, and adopted: what it says is not known then."""
    ts = await channel.find(mark, since=owed.created_at, thread_ts=thread) if owed.unclear else None
    if ts is not None:
        return ts, False
    return await channel.post(message, mark, thread_ts=thread, broadcast=broadcast), True
