"""The workspace's state: who is in it, its channels, and what was said there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from bot.sandbox.api_error import ApiError
from bot.sandbox.app_config import AppConfig
from bot.sandbox.channel import Channel, Message
from bot.sandbox.clock import Clock, TimeStamps
from bot.sandbox.news import News
from bot.sandbox.user import User, UserGroup, UserKind

TEAM_ID = "T0LAMPLIGHT"
TEAM_NAME = "Lamplight Ltd"
TEAM_DOMAIN = "lamplight"
APP_ID = "A0STORMLAMP"
BOT_ID = "B0STORMLAMP"
BOT_USER = "U0STORMLAMP"
SLACKBOT = "USLACKBOT"
_OTHER_TEAM = "T0ACME"


class Workspace:
    """Changes are told to `news`; errors are Slack's own."""

    def __init__(self, app: AppConfig, clock: Clock) -> None:
        self.app = app
        self.clock = clock
        self.news = News()
        self.time_stamps = TimeStamps(clock)
        self.users = {user.id: user for user in _users()}
        self.channels = {channel.id: channel for channel in _channels()}
        self.user_groups = [UserGroup(id="S0ONCALL", handle="on-call", users=("U0ADA", "U0BOB"))]
        self.files: dict[str, dict[str, Any]] = {}
        self._ids = itertools.count(1)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._ids):08X}"

    def user_named(self, name: str) -> User:
        wanted = name.removeprefix("@").casefold()
        for user in self.users.values():
            if wanted in {user.name.casefold(), user.id.casefold()}:
                return user
        names = ", ".join(user.name for user in self.users.values())
        raise LookupError(f"There is no user {name}. There are: {names}.")

    def channel_named(self, name: str, *, seen_by: str | None = None) -> Channel:
        """`@stormlamp` is the direct message of `seen_by` with the app. An id is a name, too."""
        if name.startswith("@") and seen_by is not None:
            return self.dm_of(seen_by)
        wanted = name.removeprefix("#")
        for channel in self.channels.values():
            if wanted in {channel.name, channel.id}:
                return channel
        names = ", ".join(f"#{channel.name}" for channel in self.channels.values() if not channel.is_dm)
        raise LookupError(f"There is no channel {name}. There are: {names}.")

    def dm_of(self, user: str) -> Channel:
        """The direct message of this user with the app, opened where it is not there yet."""
        for channel in self.channels.values():
            if channel.dm_with == user:
                return channel
        channel = Channel(id=f"D{user[1:]}", name="directmessage", dm_with=user, members={user, BOT_USER})
        self.channels[channel.id] = channel
        self.news.tell()
        return channel

    def channels_of(self, user: User) -> Iterator[Channel]:
        """Those that this user can see."""
        for channel in self.channels.values():
            if user.id in channel.members or (not channel.is_private and not channel.is_dm and _is_full(user)):
                yield channel

    def add_message(self, channel: Channel, message: Message) -> Message:
        channel.messages.append(message)
        self.news.tell()
        return message

    def say(self, channel: Channel, user: str, text: str, *, thread_ts: str | None = None) -> Message:
        message = Message(ts=self.time_stamps.next(), user=user, text=text, thread_ts=thread_ts)
        return self.add_message(channel, message)

    def whisper(self, channel: Channel, to: str, text: str, *, blocks: list[dict[str, Any]] | None = None) -> Message:
        """An ephemeral message from Slack itself."""
        return self.add_message(
            channel,
            Message(ts=self.time_stamps.next(), user=SLACKBOT, text=text, blocks=blocks or [], visible_to=to),
        )

    def visible_channel(self, channel_id: str) -> Channel:
        """As the app sees it: a private one that it is not in does not exist for it."""
        channel = self.channels.get(channel_id)
        if channel is None or (channel.is_private and BOT_USER not in channel.members):
            raise ApiError("channel_not_found")
        return channel

    def summary(self) -> str:
        """What people see, for whoever wonders why something did not happen."""
        lines: list[str] = []
        for channel in self.channels.values():
            for message in channel.messages:
                whom = f" (only {self.users[message.visible_to].name})" if message.visible_to else ""
                thread = " ↳" if message.is_reply else ""
                lines.append(f"#{channel.name}{whom}{thread} {message.user}: {message.text[:200]}")
        return "\n".join(lines) or "(no message anywhere)"


def _is_full(user: User) -> bool:
    return user.kind in {UserKind.ADMIN, UserKind.MEMBER}


def _users() -> list[User]:
    people = [
        ("U0ADA", "ada", "Ada Byron", UserKind.ADMIN),
        ("U0BOB", "bob", "Bob Khan", UserKind.MEMBER),
        ("U0CLEO", "cleo", "Cleo Duarte", UserKind.MEMBER),
        ("U0GUS", "gus", "Gus Guest", UserKind.GUEST),
        ("U0SOL", "sol", "Sol Guest", UserKind.SINGLE_CHANNEL_GUEST),
        ("U0STELLA", "stella", "Stella Stranger", UserKind.STRANGER),
        ("U0UMA", "uma", "Uma Gone", UserKind.DEACTIVATED),
        ("U0OTHERBOT", "otherbot", "Other Bot", UserKind.BOT),
        (BOT_USER, "stormlamp", "Stormlamp", UserKind.BOT),
    ]
    return [
        User(
            id=id,
            name=name,
            real_name=real_name,
            kind=kind,
            team_id=_OTHER_TEAM if kind is UserKind.STRANGER else TEAM_ID,
        )
        for id, name, real_name, kind in people
    ]


def _channels() -> list[Channel]:
    full = {"U0ADA", "U0BOB", "U0CLEO"}
    return [
        Channel(id="C0INCIDENTS", name="incidents", members={*full, "U0GUS", "U0SOL"}),
        Channel(id="C0GENERAL", name="general", members={*full, "U0GUS"}),
        Channel(id="C0OPS", name="ops-private", is_private=True, members={"U0ADA", "U0BOB"}),
        Channel(id="C0OLD", name="old", is_archived=True, members=set(full)),
        Channel(id="C0ACME", name="shared-acme", is_shared=True, members={*full, "U0STELLA"}),
    ]
