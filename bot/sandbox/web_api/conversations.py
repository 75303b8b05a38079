"""Channels: what they are, who is in them, what was said there."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.api_error import ApiError
from bot.sandbox.channel import Channel, Message
from bot.sandbox.typed_text import escaped
from bot.sandbox.web_api.call import Answer, Call
from bot.sandbox.web_api.paging import one_page
from bot.sandbox.workspace import BOT_USER

#: By kind of channel: the first half of its scopes' names.
_SCOPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
_NAME = re.compile(r"[a-z0-9_\-]{1,80}")


def info(call: Call) -> Answer:
    return {"channel": _described(_seen(call, "read"))}


def list_all(call: Call) -> Answer:
    kinds = (call.arguments.optional_text("types") or "public_channel").split(",")
    for kind in kinds:
        if kind not in _SCOPES:
            raise ApiError("invalid_types")
        _need(call, f"{_SCOPES[kind]}:read")
    channels = [
        channel
        for channel in call.workspace.channels.values()
        if _kind(channel) in kinds
        and (not channel.is_private or BOT_USER in channel.members)
        and not (channel.is_archived and call.arguments.flag("exclude_archived"))
    ]
    page, more = one_page(channels, call.arguments, most=1_000)
    return {"channels": [_described(channel) for channel in page], **more}


def join(call: Call) -> Answer:
    channel = call.workspace.visible_channel(call.arguments.text("channel"))
    if channel.is_archived:
        raise ApiError("is_archived")
    if channel.is_private or channel.is_dm:
        raise ApiError("method_not_supported_for_channel_type")
    was_in = BOT_USER in channel.members
    channel.members.add(BOT_USER)
    call.workspace.news.tell()
    answer: Answer = {"channel": _described(channel)}
    if was_in:
        return {**answer, "warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    call.events.tell({"type": "member_joined_channel", "user": BOT_USER, "channel": channel.id, "channel_type": "C"})
    return answer


def members(call: Call) -> Answer:
    channel = _seen(call, "read")
    page, more = one_page(sorted(channel.members), call.arguments)
    return {"members": list(page), **more}


def open_direct(call: Call) -> Answer:
    users = call.arguments.text("users").split(",")
    if len(users) != 1:
        raise ApiError("method_not_supported_for_channel_type")
    user = call.workspace.users.get(users[0])
    if user is None:
        raise ApiError("user_not_found")
    if not user.may_type:
        raise ApiError("user_disabled")
    return {"channel": {"id": call.workspace.dm_of(user.id).id}}


def history(call: Call) -> Answer:
    channel = _joined(_seen(call, "history"))
    messages = [message for message in reversed(channel.history()) if _within(message, call)]
    page, more = one_page(messages, call.arguments)
    return {
        "messages": [_told(call, channel.in_thread(message), message) for message in page],
        "has_more": bool(more["response_metadata"]["next_cursor"]),
        **more,
    }


def replies(call: Call) -> Answer:
    channel = _joined(_seen(call, "history"))
    named = channel.message(call.arguments.text("ts"))
    if named is None:
        raise ApiError("thread_not_found")
    # The root comes first, whatever the bounds, and though a reply was named.
    root = channel.message(named.thread_ts or named.ts) or named
    messages = [root, *(reply for reply in channel.replies(root.ts) if _within(reply, call))]
    page, more = one_page(messages, call.arguments, default=1_000, most=1_000)
    return {
        "messages": [_told(call, channel.in_thread(message), message) for message in page],
        "has_more": bool(more["response_metadata"]["next_cursor"]),
        **more,
    }


def create(call: Call) -> Answer:
    name = call.arguments.text("name")
    is_private = call.arguments.flag("is_private")
    _need(call, "groups:write" if is_private else "channels:manage")
    if not _NAME.fullmatch(name):
        raise ApiError("invalid_name_maxlength" if len(name) > 80 else "invalid_name_specials")
    if not name.strip("-_"):
        raise ApiError("invalid_name_punctuation")
    # An archived one keeps its name.
    if any(channel.name == name for channel in call.workspace.channels.values()):
        raise ApiError("name_taken")
    channel = Channel(
        id=call.workspace.new_id("C"),
        name=name,
        is_private=is_private,
        creator=BOT_USER,
        created=int(call.workspace.clock().timestamp()),
        members={BOT_USER},
    )
    call.workspace.channels[channel.id] = channel
    call.workspace.news.tell()
    return {"channel": _described(channel)}


def invite(call: Call) -> Answer:
    channel = _changeable(call)
    invited = call.arguments.text("users").split(",")
    for user in invited:
        if user == BOT_USER:
            raise ApiError("cant_invite_self")
        if user not in call.workspace.users:
            raise ApiError("user_not_found")
        if not call.workspace.users[user].may_type:
            raise ApiError("cant_invite")
        if user in channel.members:
            raise ApiError("already_in_channel")
    channel.members.update(invited)
    call.workspace.news.tell()
    return {"channel": _described(channel)}


def archive(call: Call) -> Answer:
    channel = _own(call)
    if channel.is_archived:
        raise ApiError("already_archived")
    if channel.name == "general":
        raise ApiError("cant_archive_general")
    channel.is_archived = True
    call.workspace.news.tell()
    return {}


def set_topic(call: Call) -> Answer:
    channel = _changeable(call)
    topic = call.arguments.optional_text("topic") or ""
    if len(topic) > 250:
        raise ApiError("too_long")
    channel.topic = escaped(topic, call.workspace)
    call.workspace.news.tell()
    return {"channel": _described(channel)}


def _own(call: Call) -> Channel:
    """To be changed."""
    channel = call.workspace.visible_channel(call.arguments.text("channel"))
    _need(call, "groups:write" if channel.is_private else "channels:manage")
    return _joined(channel)


def _changeable(call: Call) -> Channel:
    channel = _own(call)
    if channel.is_archived:
        raise ApiError("is_archived")
    return channel


def _seen(call: Call, what: str) -> Channel:
    """`what` is to be done in it, for which each kind of channel has a scope of its own."""
    channel = call.workspace.visible_channel(call.arguments.text("channel"))
    _need(call, f"{_SCOPES[_kind(channel)]}:{what}")
    return channel


def _joined(channel: Channel) -> Channel:
    if BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def _need(call: Call, scope: str) -> None:
    scopes = call.workspace.app.scopes
    if scope not in scopes:
        raise ApiError("missing_scope", needed=scope, provided=",".join(sorted(scopes)))


def _within(message: Message, call: Call) -> bool:
    oldest = float(call.arguments.optional_text("oldest") or 0)
    latest = float(call.arguments.optional_text("latest") or "inf")
    ts = float(message.ts)
    return oldest <= ts <= latest if call.arguments.flag("inclusive") else oldest < ts < latest


def _told(call: Call, answer: Answer, message: Message) -> Answer:
    if message.metadata is not None and call.arguments.flag("include_all_metadata"):
        return answer | {"metadata": message.metadata}
    return answer


def _described(channel: Channel) -> dict[str, Any]:
    return channel.to_json(is_member=BOT_USER in channel.members)


def _kind(channel: Channel) -> str:
    if channel.is_dm:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"
