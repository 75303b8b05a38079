"""Who asks for something, from where, and how an answer gets back to them."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.answers import Answer, ByResponseUrl, InModal
from bot.slack.payload import Payload, channel_of, user_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`view` is the open view in which they pressed a button: what they asked for takes its place."""

    client: AsyncWebClient
    user: str
    channel: str | None
    trigger: str
    answer: Answer
    view: str | None = None

    async def show(self, view: View) -> None:
        """Raises what the client raises; a trigger lives for three seconds."""
        if self.view is None:
            await self.client.views_open(trigger_id=self.trigger, view=view)
        else:
            await self.client.views_update(view_id=self.view, view=view)


def caller_of(body: Payload, client: AsyncWebClient, *, channel: str | None = None) -> Caller:
    """`channel` is where they were before, if the payload comes from a view and can't know."""
    trigger = str(body["trigger_id"])
    view = (body.get("view") or {}).get("id")
    url = body.get("response_url")
    return Caller(
        client=client,
        user=user_of(body),
        channel=channel_of(body) or channel,
        trigger=trigger,
        view=view,
        answer=ByResponseUrl(client, url) if url else InModal(client, trigger, upon_view=view is not None),
    )
