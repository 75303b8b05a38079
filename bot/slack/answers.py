"""Ways to answer one person, which nobody else sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.blocks.ids import NOTICE
from bot.blocks.message import Message
from bot.blocks.notices import notice_view
from bot.slack.client import UnheardRetryHandler
from bot.slack.payload import Payload

log = structlog.get_logger()


class Answer(Protocol):
    async def __call__(self, message: Message, *, replace: bool = False) -> None:
        """`replace` puts it in the place of the message whose button was pressed, where there is one."""


@dataclass(frozen=True, slots=True)
class ByResponseUrl:
    """An ephemeral message where the person is: no membership in the channel is needed for that."""

    client: AsyncWebClient
    url: str

    async def __call__(self, message: Message, *, replace: bool = False) -> None:
        webhook = AsyncWebhookClient(
            self.url,
            ssl=self.client.ssl,
            session=self.client.session,
            retry_handlers=[UnheardRetryHandler(), AsyncRateLimitErrorRetryHandler()],
        )
        # Its constructor takes the environment's proxy where it is given none; the Web API's client decides here.
        webhook.proxy = self.client.proxy
        try:
            response = await webhook.send(
                text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=replace
            )
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            log.warning("answer_not_delivered", error=str(error))
            return
        if response.status_code != 200:
            log.warning("answer_refused_by_slack", status=response.status_code, body=response.body)


@dataclass(frozen=True, slots=True)
class InModal:
    """Where there is no channel to answer in; upon the open modal, if there is one: closing it leads back to that."""

    client: AsyncWebClient
    trigger: str
    upon: Payload

    async def __call__(self, message: Message, *, replace: bool = False) -> None:
        view = notice_view(message)
        try:
            if replace and self.upon.get("callback_id") == NOTICE:
                await self.client.views_update(view_id=self.upon["id"], view=view)
            elif self.upon:
                await self.client.views_push(trigger_id=self.trigger, view=view)
            else:
                await self.client.views_open(trigger_id=self.trigger, view=view)
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            log.warning("answer_not_delivered", error=str(error))
