"""Who someone in Slack is: a member of ours, a guest, a stranger, a bot. Slack is asked, and believed for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import TryAgain
from bot.domain.texts import say
from bot.slack.belief import is_believed
from bot.slack.user_groups import UserGroups
from bot.use_cases.actor import Actor, ActorKind
from bot.use_cases.clock import Clock

log = structlog.get_logger()

_REMEMBERED = 5_000
_PATIENCE = 1.5  # seconds: a form must open within three, and be answered within two
#: Slack's answers about people of another organisation whom we share no channel with any more.
_HIDDEN = {"user_not_found", "user_not_visible"}


class Directory:
    """`user_groups` are asked only where the setting names any: it costs a scope and two calls."""

    def __init__(self, client: AsyncWebClient, clock: Clock, *, user_groups: UserGroups | None = None) -> None:
        self._client = client
        self._clock = clock
        self._user_groups = user_groups
        self._team: str | None = None
        self._actors: OrderedDict[str, tuple[datetime, Actor]] = OrderedDict()

    async def actor(self, user_id: str) -> Actor:
        """Raises TryAgain where Slack does not answer."""
        now = self._clock()
        known = self._actors.get(user_id)
        if known is not None and is_believed(known[0], now):
            return known[1]
        try:
            async with asyncio.timeout(_PATIENCE):
                actor = await self._ask(user_id)
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            log.warning("user_not_known", user=user_id, error=str(error) or type(error).__name__)
            raise TryAgain(say("Slack did not say who you are. Try again in a moment.")) from error
        self._actors[user_id] = (now, actor)
        self._actors.move_to_end(user_id)
        if len(self._actors) > _REMEMBERED:
            self._actors.popitem(last=False)
        return actor

    async def _ask(self, user_id: str) -> Actor:
        if self._team is None:
            self._team = str((await self._client.auth_test())["team_id"])
        try:
            user: dict[str, Any] = (await self._client.users_info(user=user_id))["user"]
        except SlackApiError as error:
            if error.response.get("error") not in _HIDDEN:
                raise
            return Actor(kind=ActorKind.STRANGER, name=say("someone"), slack_id=user_id)
        handles = await self._user_groups.of(user_id) if self._user_groups is not None else frozenset()
        return Actor(
            kind=_kind(user, self._team),
            name=_name(user),
            slack_id=user_id,
            user_groups=handles,
            is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        )


def _kind(user: dict[str, Any], team: str) -> ActorKind:
    # In an Enterprise organisation a person has one home team and may be a member of more.
    teams = {user.get("team_id"), *(user.get("enterprise_user") or {}).get("teams", ())}
    if user.get("deleted"):
        return ActorKind.DEACTIVATED
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return ActorKind.BOT
    if user.get("is_stranger") or team not in teams:
        return ActorKind.STRANGER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return ActorKind.GUEST
    return ActorKind.MEMBER


def _name(user: dict[str, Any]) -> str:
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((str(name) for name in names if name), say("someone"))
