"""A link to a page or an incident, posted in Slack, shows below it how that stands."""

from __future__ import annotations

from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.unfurl import incident_unfurl, page_unfurl
from bot.domain.state import PageState
from bot.slack.payload import Payload, origin_of_event
from bot.slack.services import Services

log = structlog.get_logger()


def register(app: AsyncApp, services: Services) -> None:
    @app.event("link_shared")
    async def shared(body: Payload, event: Payload, client: AsyncWebClient) -> None:
        if not await services.claim_delivery(origin_of_event(body, event["channel"])):
            return
        shown = {link["url"]: await blocks_of(link["url"]) for link in event["links"]}
        unfurls = {url: {"blocks": [each.to_dict() for each in blocks]} for url, blocks in shown.items() if blocks}
        if not unfurls:
            return
        try:
            await client.chat_unfurl(**_message(event), unfurls=unfurls)
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            # A courtesy: the link itself leads to the page.
            log.warning("link_not_unfurled", channel=event["channel"], error=str(error))

    async def blocks_of(url: str) -> list[Block]:
        linked = await services.find_linked(url)
        if linked is None:
            return []
        address = services.url_of(linked.page)
        if isinstance(linked, PageState):
            return page_unfurl(linked, url=address)
        return incident_unfurl(linked, permalink=f"{address}/incidents/{linked.incident.id}")


def _message(event: Payload) -> dict[str, Any]:
    """While it is still being written it has no place in a channel yet, only an id for this purpose."""
    if event.get("unfurl_id") and event.get("source"):
        return {"unfurl_id": event["unfurl_id"], "source": event["source"]}
    return {"channel": event["channel"], "ts": event.get("message_ts")}
