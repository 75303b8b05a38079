"""Messages: posted, edited, removed, shown to one person."""

from __future__ import annotations

from typing import Any

from bot.sandbox.api_error import ApiError
from bot.sandbox.block_ids import with_ids
from bot.sandbox.channel import Channel, Message
from bot.sandbox.limits import MESSAGE_TEXT
from bot.sandbox.validation.message import check_message
from bot.sandbox.web_api.call import Answer, Call
from bot.sandbox.workspace import APP_ID, BOT_ID, BOT_USER, TEAM_DOMAIN, Workspace


def post_message(call: Call) -> Answer:
    arguments = call.arguments
    channel = _channel(call, arguments.text("channel"))
    if channel.is_archived:
        raise ApiError("is_archived")
    if BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    text, blocks, attachments = _content(call)
    thread_ts = arguments.optional_text("thread_ts")
    if thread_ts is not None:
        thread = channel.message(thread_ts)
        if thread is None:
            raise ApiError("thread_not_found")
        thread_ts = thread.thread_ts or thread.ts
    message = Message(
        ts=call.workspace.time_stamps.next(),
        user=BOT_USER,
        bot_id=BOT_ID,
        app_id=APP_ID,
        text=text,
        blocks=blocks,
        attachments=attachments,
        thread_ts=thread_ts,
        is_broadcast=thread_ts is not None and arguments.flag("reply_broadcast"),
        metadata=_metadata(call),
    )
    call.workspace.add_message(channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.to_json()}


def update(call: Call) -> Answer:
    channel, message = _own_message(call)
    if "text" in call.arguments or "blocks" in call.arguments or "attachments" in call.arguments:
        text, blocks, attachments = _content(call, updates=True)
        message.text = text
        # Slack keeps the old blocks where only the text is sent anew.
        message.blocks = blocks if "blocks" in call.arguments else message.blocks
        message.attachments = attachments if "attachments" in call.arguments else message.attachments
    else:
        raise ApiError("no_text")
    message.metadata = _metadata(call) or message.metadata
    message.is_broadcast = message.is_broadcast or (message.is_reply and call.arguments.flag("reply_broadcast"))
    message.edited_ts = call.workspace.time_stamps.next()
    call.workspace.news.tell()
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.to_json()}


def delete(call: Call) -> Answer:
    channel, message = _own_message(call, refused="cant_delete_message")
    channel.messages.remove(message)
    call.workspace.news.tell()
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Answer:
    arguments = call.arguments
    channel = _channel(call, arguments.text("channel"))
    user = arguments.text("user")
    if channel.is_archived:
        raise ApiError("is_archived")
    if BOT_USER not in channel.members:
        raise ApiError("not_in_channel")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    text, blocks, attachments = _content(call)
    message = Message(
        ts=call.workspace.time_stamps.next(),
        user=BOT_USER,
        bot_id=BOT_ID,
        app_id=APP_ID,
        text=text,
        blocks=blocks,
        attachments=attachments,
        thread_ts=arguments.optional_text("thread_ts"),
        visible_to=user,
    )
    call.workspace.add_message(channel, message)
    return {"message_ts": message.ts}


def get_permalink(call: Call) -> Answer:
    channel = call.workspace.visible_channel(call.arguments.text("channel"))
    message = channel.message(call.arguments.text("message_ts"))
    if message is None:
        raise ApiError("message_not_found")
    return {"channel": channel.id, "permalink": permalink(channel, message)}


def permalink(channel: Channel, message: Message) -> str:
    link = f"https://{TEAM_DOMAIN}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return f"{link}?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else link


def _own_message(call: Call, *, refused: str = "cant_update_message") -> tuple[Channel, Message]:
    channel = call.workspace.visible_channel(call.arguments.text("channel"))
    message = channel.message(call.arguments.text("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if message.user != BOT_USER:
        raise ApiError(refused)
    if channel.is_archived:
        raise ApiError("is_archived")
    return channel, message


def _channel(call: Call, name: str) -> Channel:
    """By its id, or a user's id for the direct message with them."""
    workspace: Workspace = call.workspace
    if name in workspace.users:
        if not workspace.users[name].may_type:
            raise ApiError("channel_not_found")
        return workspace.dm_of(name)
    return workspace.visible_channel(name)


def _content(call: Call, *, updates: bool = False) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    arguments = call.arguments
    text = arguments.optional_text("text")
    blocks = arguments.json("blocks", otherwise="invalid_blocks_format")
    attachments = arguments.json("attachments", otherwise="invalid_attachments")
    markdown = arguments.optional_text("markdown_text")
    refusal = check_message(text=text, blocks=blocks, attachments=attachments, markdown_text=markdown, updates=updates)
    if refusal is not None:
        raise ApiError(refusal.error, [str(problem) for problem in refusal.problems])
    if markdown is not None:
        blocks = [{"type": "markdown", "text": markdown}]
    return (text or "")[:MESSAGE_TEXT], [with_ids(block) for block in blocks or []], attachments or []


def _metadata(call: Call) -> dict[str, Any] | None:
    metadata = call.arguments.json("metadata", otherwise="invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= metadata.keys():
        raise ApiError("invalid_metadata_format")
    return dict(metadata)
