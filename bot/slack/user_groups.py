"""Who is in the user groups that may publish."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.belief import is_believed
from bot.use_cases.clock import Clock


class UserGroups:
    """`handles` are the groups that matter, without `@`; no other is asked for."""

    def __init__(self, client: AsyncWebClient, clock: Clock, handles: Collection[str]) -> None:
        self._client = client
        self._clock = clock
        self._handles = frozenset(handles)
        self._members: dict[str, frozenset[str]] = {}
        self._asked_at: datetime | None = None

    async def of(self, user_id: str) -> frozenset[str]:
        """The handles of those groups that the user is in. Raises what the client raises."""
        now = self._clock()
        if self._asked_at is None or not is_believed(self._asked_at, now):
            self._members = await self._ask()
            self._asked_at = now
        return frozenset(handle for handle, members in self._members.items() if user_id in members)

    async def _ask(self) -> dict[str, frozenset[str]]:
        groups = (await self._client.usergroups_list())["usergroups"]
        members = {}
        for group in groups:
            if group["handle"] in self._handles:
                answer = await self._client.usergroups_users_list(usergroup=group["id"])
                members[str(group["handle"])] = frozenset(map(str, answer["users"]))
        return members
