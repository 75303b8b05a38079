"""Tells responders, in direct messages, what Slack did not let us do: owed like every other effect, so none is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import undelivered
from bot.blocks.dedicated_channel import not_made
from bot.blocks.notices import sentence
from bot.delivery.owed_words import reason_in_words
from bot.delivery.slack_channel import Mark, SlackChannel
from bot.domain.incident import Incident
from bot.slack_errors import NOT_GRANTED, error_of
from bot.use_cases.effects import Notice, TellBarred, TellNotMade, TellSetAside, incident_of, owe
from storage.database import Database
from storage.outbox import Owed
from storage.unit_of_work import UnitOfWork


async def owe_barred(uow: UnitOfWork, replies: Sequence[Owed], reason: str, *, now: datetime) -> None:
    """Whoever changed an incident hears of it, once for all that waits, though their reply waits behind others."""
    told = {}
    for reply in replies:
        incident = await incident_of(uow, reply)
        user = incident and _author(incident, reply)
        if incident and user:
            told[user, incident.number] = TellBarred(incident=incident.number, about=reply.id, reason=reason)
    for (user, _), effect in told.items():
        await owe(uow, effect, channel=user, now=now)


async def owe_set_aside(uow: UnitOfWork, owed: Owed, reason: str, *, now: datetime) -> None:
    incident = await incident_of(uow, owed)
    user = incident and _author(incident, owed)
    if incident and user:
        effect = TellSetAside(incident=incident.number, about=owed.id, reason=reason)
        await owe(uow, effect, channel=user, now=now)


def _author(incident: Incident, owed: Owed) -> str | None:
    """The Slack user whose update it is; the last one's where it is none's."""
    updates = {update.id: update for update in incident.updates}
    return updates.get(owed.payload.get("update", ""), incident.last_update).author.slack_id


class ResponderNotice:
    def __init__(self, database: Database, client: AsyncWebClient) -> None:
        self._database = database
        self._client = client

    async def deliver(self, owed: Owed, effect: Notice, incident: Incident, direct: SlackChannel) -> None:
        """Unless what it tells of has come right meanwhile."""
        text = await self._text(effect, incident)
        mark = Mark(outbox_id=str(owed.id), part="notice")
        if text is None or (owed.unclear and await self._is_there(owed, mark)):
            return
        await direct.post(sentence(text), mark)

    async def _text(self, effect: Notice, incident: Incident) -> str | None:
        if isinstance(effect, TellNotMade):
            return not_made(incident, effect.reason, is_private=effect.is_private)
        async with self._database.reading() as uow:
            about = await uow.outbox.get(effect.about)
        tells_of_set_aside = isinstance(effect, TellSetAside)
        if about is None or (about.set_aside_at is not None) != tells_of_set_aside:
            return None
        if tells_of_set_aside:
            return undelivered.set_aside(incident, about.stream, reason_in_words(effect.reason).rstrip("."))
        return undelivered.barred(incident, about.stream, effect.reason)

    async def _is_there(self, owed: Owed, mark: Mark) -> bool:
        try:
            direct = (await self._client.conversations_open(users=owed.stream))["channel"]["id"]
        except SlackApiError as error:
            if error_of(error) not in NOT_GRANTED:
                raise
            # An app that was installed before it asked for im:write: rather twice than never.
            return False
        return await SlackChannel(self._client, str(direct)).find(mark, since=owed.created_at) is not None
