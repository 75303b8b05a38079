"""Who asks for something, from where, and how an answer gets back to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.answers import Answer, ByResponseUrl, InModal
from bot.slack.payload import Payload, channel_of, user_of
from bot.use_cases.origin import Delivery, Origin

#: As Slack writes what a person typed as `@name` behind a command.
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`view` is the open view in which they pressed a button: what they asked for takes its place.

    `mentioned` are the ids of the users that a command names.
    """

    client: AsyncWebClient
    user: str
    channel: str | None
    trigger: str
    answer: Answer
    origin: Origin
    view: str | None = None
    mentioned: tuple[str, ...] = ()

    async def show(self, view: View) -> str:
        """The id that it has in Slack. Raises what the client raises; a trigger lives for three seconds."""
        if self.view is None:
            answer = await self.client.views_open(trigger_id=self.trigger, view=view)
        else:
            answer = await self.client.views_update(view_id=self.view, view=view)
        shown: Payload = answer["view"]
        return str(shown["id"])


def caller_of(body: Payload, client: AsyncWebClient, *, channel: str | None = None) -> Caller:
    """`channel` is where they were before, if the payload comes from a view and can't know."""
    trigger = str(body["trigger_id"])
    modal = _modal_of(body)
    view = modal.get("id")
    url = body.get("response_url")
    return Caller(
        client=client,
        user=user_of(body),
        channel=channel_of(body) or channel,
        trigger=trigger,
        view=view,
        mentioned=tuple(_MENTION.findall(str(body.get("text", "")))),
        origin=Origin(channel=channel_of(body) or channel, delivery=_delivery(body, trigger)),
        answer=ByResponseUrl(client, url) if url else InModal(client, trigger, upon=modal),
    )


def _modal_of(body: Payload) -> Payload:
    """The app's home is a view, too, but nothing takes its place or stands upon it."""
    view: Payload = body.get("view") or {}
    return view if view.get("type") == "modal" else {}


def _delivery(body: Payload, trigger: str) -> Delivery:
    """A command or a click that comes twice has the same trigger."""
    what = repr((body.get("command"), body.get("text"), body.get("actions")))
    return Delivery(identity=f"trigger:{trigger}", digest=sha256(what.encode()).hexdigest())
