"""What a person has typed, as Slack's client sends it: mark-up characters escaped, names with their ids."""

from __future__ import annotations

import re

from bot.sandbox.workspace import Workspace

_USER = re.compile(r"(?<![\w@<])@(\w[\w.-]*)")
_CHANNEL = re.compile(r"(?<![\w#<])#([\w-]+)")


def escaped(text: str, workspace: Workspace) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    users = {user.name.casefold(): user for user in workspace.users.values()}
    channels = {channel.name: channel for channel in workspace.channels.values() if not channel.is_dm}

    def user(match: re.Match[str]) -> str:
        found = users.get(match[1].casefold())
        return f"<@{found.id}|{found.name}>" if found else match[0]

    def channel(match: re.Match[str]) -> str:
        found = channels.get(match[1])
        return f"<#{found.id}|{found.name}>" if found else match[0]

    return _CHANNEL.sub(channel, _USER.sub(user, text))


def unescaped(text: str) -> str:
    """The mark-up characters as they were typed; names keep their ids."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
