"""Links in messages to the domains that the app has registered: the app is told of them, and may unfurl them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.channel import Channel, Message
from bot.sandbox.workspace import BOT_USER, Workspace

_URL = re.compile(r"https?://[^\s<>|]+")
#: Where an id for unfurling says in which channel and message the link stands.
_UNFURL_ID = re.compile(r"Uf-(?P<channel>\w+)-(?P<ts>[\d.]+)")
SOURCE = "conversations_history"


def links_shared(workspace: Workspace, channel: Channel, message: Message, text: str) -> dict[str, Any] | None:
    """The event that tells the app of the links in the text; None if none concerns it."""
    links = [{"url": url, "domain": domain} for url in _URL.findall(text) if (domain := _registered(workspace, url))]
    if not links:
        return None
    event = {
        "type": "link_shared",
        "channel": channel.id,
        "is_bot_user_member": BOT_USER in channel.members,
        "user": message.user,
        "message_ts": message.ts,
        "unfurl_id": f"Uf-{channel.id}-{message.ts}",
        "source": SOURCE,
        "links": links,
        "event_ts": message.ts,
    }
    return event | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def message_of(workspace: Workspace, unfurl_id: str) -> Message | None:
    """The message that the event with this id was about."""
    match = _UNFURL_ID.fullmatch(unfurl_id)
    channel = workspace.channels.get(match["channel"]) if match else None
    return channel.message(match["ts"]) if match and channel else None


def _registered(workspace: Workspace, url: str) -> str | None:
    """A domain covers those below it."""
    host = (urlsplit(url).hostname or "").casefold()
    fitting = (each for each in workspace.app.unfurl_domains if host == each or host.endswith(f".{each}"))
    return next(fitting, None)
