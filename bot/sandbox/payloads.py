"""The payloads that Slack sends for what people do."""

from __future__ import annotations

from typing import Any

from bot.sandbox.channel import Channel, Message
from bot.sandbox.deliveries import Payload
from bot.sandbox.user import User
from bot.sandbox.views import View
from bot.sandbox.workspace import APP_ID, TEAM_DOMAIN, TEAM_ID

_TOKEN = "unused"  # Slack's verification token of old: apps must not rely on it


def slash_command(
    command: str, text: str, *, user: User, channel: Channel, trigger_id: str, response_url: str
) -> Payload:
    return {
        "token": _TOKEN,
        "team_id": user.team_id,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def message_action(
    action: Payload, *, user: User, channel: Channel, message: Message, state: Any, trigger_id: str, response_url: str
) -> Payload:
    return {
        "type": "block_actions",
        **_from(user),
        "trigger_id": trigger_id,
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.is_ephemeral,
            **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        },
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        # Slack does not give the content of an ephemeral message back.
        **({} if message.is_ephemeral else {"message": message.to_json()}),
        "state": {"values": state},
        "response_url": response_url,
        "actions": [action],
    }


def view_action(action: Payload, *, user: User, view: View, trigger_id: str) -> Payload:
    return {
        "type": "block_actions",
        **_from(user),
        "trigger_id": trigger_id,
        "container": {"type": "view", "view_id": view.id},
        "view": view.to_json(),
        "actions": [action],
    }


def suggestion(query: str, *, user: User, view: View, block_id: str, action_id: str) -> Payload:
    return {
        "type": "block_suggestion",
        **_from(user),
        "container": {"type": "view", "view_id": view.id},
        "view": view.to_json(),
        "action_id": action_id,
        "block_id": block_id,
        "value": query,
    }


def view_submission(*, user: User, view: View, trigger_id: str) -> Payload:
    return {
        "type": "view_submission",
        **_from(user),
        "trigger_id": trigger_id,
        "view": view.to_json(),
        "response_urls": [],
    }


def view_closed(*, user: User, view: View, is_cleared: bool) -> Payload:
    return {"type": "view_closed", **_from(user), "view": view.to_json(), "is_cleared": is_cleared}


def global_shortcut(callback_id: str, *, user: User, trigger_id: str, action_ts: str) -> Payload:
    return {
        "type": "shortcut",
        **_from(user),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": action_ts,
    }


def message_shortcut(
    callback_id: str,
    *,
    user: User,
    channel: Channel,
    message: Message,
    trigger_id: str,
    response_url: str,
    action_ts: str,
) -> Payload:
    return {
        "type": "message_action",
        **_from(user),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "action_ts": action_ts,
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "message": message.to_json(),
    }


def _from(user: User) -> Payload:
    return {
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "api_app_id": APP_ID,
        "token": _TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel_name(channel: Channel) -> str:
    return "privategroup" if channel.is_private else channel.name
