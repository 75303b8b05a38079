"""Channels and direct messages, and the messages in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Message:
    """`visible_to` is the one user who sees an ephemeral message."""

    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    bot_id: str | None = None
    app_id: str | None = None
    thread_ts: str | None = None
    is_broadcast: bool = False
    metadata: dict[str, Any] | None = None
    edited_ts: str | None = None
    visible_to: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_ephemeral(self) -> bool:
        return self.visible_to is not None

    def to_json(self) -> dict[str, Any]:
        """As Slack has a message in a history, without what belongs to its thread."""
        answer: dict[str, Any] = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.is_broadcast:
            answer["subtype"] = "thread_broadcast"
        optional = {
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "files": self.files,
            "thread_ts": self.thread_ts,
            "is_ephemeral": self.is_ephemeral,
            "edited": self.edited_ts and {"user": self.user, "ts": self.edited_ts},
            "reactions": [
                {"name": name, "users": users, "count": len(users)} for name, users in self.reactions.items() if users
            ],
        }
        return answer | {name: value for name, value in optional.items() if value}


@dataclass(slots=True, kw_only=True)
class Channel:
    id: str
    name: str
    is_private: bool = False
    is_archived: bool = False
    is_shared: bool = False
    dm_with: str | None = None
    topic: str = ""
    creator: str = ""
    created: int = 1_700_000_000
    members: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    bookmarks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_dm(self) -> bool:
        return self.dm_with is not None

    def message(self, ts: str) -> Message | None:
        """The message that everybody sees at that time stamp."""
        return next((each for each in self.messages if each.ts == ts and not each.is_ephemeral), None)

    def replies(self, ts: str) -> list[Message]:
        return [each for each in self.messages if each.thread_ts == ts and each.ts != ts and not each.is_ephemeral]

    def history(self) -> list[Message]:
        """What stands in the channel itself, oldest first: replies only where they were sent to it, too."""
        return [each for each in self.messages if not each.is_ephemeral and (not each.is_reply or each.is_broadcast)]

    def in_thread(self, message: Message) -> dict[str, Any]:
        """The message with what its thread adds."""
        replies = self.replies(message.ts)
        if not replies:
            return message.to_json()
        return message.to_json() | {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len({reply.user for reply in replies}),
            "reply_users": sorted({reply.user for reply in replies}),
            "latest_reply": replies[-1].ts,
        }

    def to_json(self, *, is_member: bool) -> dict[str, Any]:
        if self.is_dm:
            return {"id": self.id, "is_im": True, "user": self.dm_with, "is_archived": False, "created": 1_700_000_000}
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "is_general": self.name == "general",
            "is_shared": self.is_shared,
            "is_ext_shared": self.is_shared,
            "is_member": is_member,
            "creator": self.creator,
            "created": self.created,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }
