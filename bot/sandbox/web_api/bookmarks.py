"""Bookmarks: the links at the top of a channel."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.api_error import ApiError
from bot.sandbox.channel import Channel
from bot.sandbox.web_api.call import Answer, Call
from bot.sandbox.workspace import APP_ID, BOT_USER, TEAM_ID

_MOST = 100
_EMOJI = re.compile(r":[a-z0-9_+\-']+:")


def add(call: Call) -> Answer:
    channel = _channel(call)
    title = call.arguments.text("title")
    if call.arguments.text("type") != "link":
        raise ApiError("invalid_bookmark_type")
    if len(channel.bookmarks) >= _MOST:
        raise ApiError("too_many_bookmarks")
    now = int(call.workspace.clock().timestamp())
    bookmark: dict[str, Any] = {
        "id": call.workspace.new_id("Bk"),
        "channel_id": channel.id,
        "title": title,
        "link": _link(call.arguments.text("link")),
        "emoji": _emoji(call.arguments.optional_text("emoji")),
        "type": "link",
        "entity_id": None,
        "date_created": now,
        "date_updated": 0,
        "last_updated_by_user_id": BOT_USER,
        "last_updated_by_team_id": TEAM_ID,
        "app_id": APP_ID,
    }
    channel.bookmarks.append(bookmark)
    call.workspace.news.tell()
    return {"bookmark": bookmark}


def edit(call: Call) -> Answer:
    channel = _channel(call)
    wanted = call.arguments.text("bookmark_id")
    bookmark = next((each for each in channel.bookmarks if each["id"] == wanted), None)
    if bookmark is None:
        raise ApiError("not_found")
    link = call.arguments.optional_text("link")
    changed = {
        "title": call.arguments.optional_text("title"),
        "link": None if link is None else _link(link),
        "emoji": _emoji(call.arguments.optional_text("emoji")),
        "date_updated": int(call.workspace.clock().timestamp()),
    }
    bookmark.update({name: value for name, value in changed.items() if value is not None})
    call.workspace.news.tell()
    return {"bookmark": bookmark}


def list_all(call: Call) -> Answer:
    return {"bookmarks": _channel(call).bookmarks}


def _channel(call: Call) -> Channel:
    """The app must be in it."""
    channel = call.workspace.visible_channel(call.arguments.text("channel_id"))
    if BOT_USER not in channel.members or channel.is_dm:
        raise ApiError("channel_not_found")
    if channel.is_archived:
        raise ApiError("permission_denied")
    return channel


def _link(link: str) -> str:
    if not link.startswith(("http://", "https://")):
        raise ApiError("invalid_link")
    return link


def _emoji(emoji: str | None) -> str | None:
    if emoji is not None and not _EMOJI.fullmatch(emoji):
        raise ApiError("invalid_emoji")
    return emoji
