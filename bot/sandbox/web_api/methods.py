"""Which methods there are, the scopes that each needs, and how often it may be called."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.web_api import bookmarks, chat, conversations, files, people, surfaces, unfurls
from bot.sandbox.web_api.call import Answer, Call, Method


@dataclass(frozen=True, slots=True)
class MethodFacts:
    """`scopes`: any one of them is enough. `tier` is Slack's; None for a rate of its own."""

    method: Method
    tier: int | None
    scopes: tuple[str, ...] = ()
    needs_app_token: bool = False


def open_connection(call: Call) -> Answer:
    return {"url": call.socket_url}


_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_MANAGE = ("channels:manage", "groups:write")

METHODS: dict[str, MethodFacts] = {
    "apps.connections.open": MethodFacts(open_connection, 3, needs_app_token=True),
    "auth.test": MethodFacts(people.auth_test, None),
    "bookmarks.add": MethodFacts(bookmarks.add, 2, ("bookmarks:write",)),
    "bookmarks.edit": MethodFacts(bookmarks.edit, 2, ("bookmarks:write",)),
    "bookmarks.list": MethodFacts(bookmarks.list_all, 3, ("bookmarks:read",)),
    "bots.info": MethodFacts(people.bots_info, 3, ("users:read",)),
    "chat.delete": MethodFacts(chat.delete, 3, ("chat:write",)),
    "chat.getPermalink": MethodFacts(chat.get_permalink, None),
    "chat.postEphemeral": MethodFacts(chat.post_ephemeral, 4, ("chat:write",)),
    "chat.postMessage": MethodFacts(chat.post_message, None, ("chat:write",)),
    "chat.unfurl": MethodFacts(unfurls.unfurl, 3, ("links:write",)),
    "chat.update": MethodFacts(chat.update, 3, ("chat:write",)),
    "conversations.archive": MethodFacts(conversations.archive, 2, _MANAGE),
    "conversations.create": MethodFacts(conversations.create, 2, _MANAGE),
    "conversations.history": MethodFacts(conversations.history, 3, _HISTORY),
    "conversations.info": MethodFacts(conversations.info, 3, _READ),
    "conversations.invite": MethodFacts(conversations.invite, 3, _MANAGE),
    "conversations.join": MethodFacts(conversations.join, 3, ("channels:join",)),
    "conversations.list": MethodFacts(conversations.list_all, 2, _READ),
    "conversations.members": MethodFacts(conversations.members, 4, _READ),
    "conversations.open": MethodFacts(conversations.open_direct, 3, ("im:write",)),
    "conversations.replies": MethodFacts(conversations.replies, 3, _HISTORY),
    "conversations.setTopic": MethodFacts(conversations.set_topic, 2, _MANAGE),
    "files.completeUploadExternal": MethodFacts(files.complete_upload, 4, ("files:write",)),
    "files.getUploadURLExternal": MethodFacts(files.get_upload_url, 4, ("files:write",)),
    "team.info": MethodFacts(people.team_info, 3, ("team:read",)),
    "usergroups.list": MethodFacts(people.user_groups_list, 2, ("usergroups:read",)),
    "usergroups.users.list": MethodFacts(people.user_group_users, 2, ("usergroups:read",)),
    "users.info": MethodFacts(people.users_info, 4, ("users:read",)),
    "users.list": MethodFacts(people.users_list, 2, ("users:read",)),
    "views.open": MethodFacts(surfaces.open_view, 4),
    "views.publish": MethodFacts(surfaces.publish, 4),
    "views.push": MethodFacts(surfaces.push, 4),
    "views.update": MethodFacts(surfaces.update, 4),
}
