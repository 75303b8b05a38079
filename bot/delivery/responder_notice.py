"""Tells the responder, in a direct message, what Slack did not let us do, and the way out."""

from __future__ import annotations

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import StormlampError
from bot.use_cases.effects import effect_of
from bot.use_cases.find_incidents import FindIncidents
from storage.outbox import Owed

log = structlog.get_logger()

_RESTRICTED = "<#{channel}> lets only some people post. {saved} It is posted there once Stormlamp may."
_BARRED = {
    "is_archived": "<#{channel}> is archived. {saved} It is posted there once the channel is unarchived.",
    "restricted_action": _RESTRICTED,
    "restricted_action_read_only_channel": _RESTRICTED,
}
_NOT_INVITED = (
    "Stormlamp can't post in <#{channel}>: it is not a member of that channel. {saved} "
    "Type `/invite @Stormlamp` there, and it is posted at once."
)
_SET_ASIDE = "A message about {incident} could not be posted in <#{channel}> ({reason}). {saved}"
_SAVED = "{incident} is saved, and the status page shows it."


class ResponderNotice:
    def __init__(self, client: AsyncWebClient, find: FindIncidents) -> None:
        self._client = client
        self._find = find

    async def barred(self, owed: Owed, reason: str) -> None:
        await self._send(owed, _BARRED.get(reason, _NOT_INVITED), reason)

    async def set_aside(self, owed: Owed, reason: str) -> None:
        await self._send(owed, _SET_ASIDE, reason)

    async def _send(self, owed: Owed, sentence: str, reason: str) -> None:
        try:
            incident = (await self._find.by_number(effect_of(owed).incident, others=False)).incident
            user = incident.last_update.author.slack_id
            if user is None:
                return
            text = sentence.format(
                channel=owed.stream,
                incident=incident.reference,
                reason=reason,
                saved=_SAVED.format(incident=incident.reference),
            )
            await self._client.chat_postMessage(channel=user, text=text)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, StormlampError) as error:
            # A courtesy: what is owed is in the outbox whether they hear of it or not.
            log.warning("responder_not_told", outbox_id=owed.id, reason=type(error).__name__)
