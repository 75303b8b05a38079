"""Who we are in Slack, which bolt would ask of Slack before it looks at the first thing that comes."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse


class Ourselves(AsyncAuthorize):
    """What people send is looked at whether Slack has said it or not: a form is saved, a command is answered."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._said: AsyncSlackResponse | None = None

    async def ask(self) -> None:
        """Raises what a call to Slack may raise."""
        self._said = await self._client.auth_test()

    async def are_known(self) -> bool:
        """Slack is asked where it has not said it yet."""
        if self._said is None:
            try:
                await self.ask()
            except (SlackClientError, aiohttp.ClientError, OSError):
                return False
        return True

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_told: Any
    ) -> AuthorizeResult:
        said = self._said
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_user_id=None if said is None else said.get("user_id"),
            bot_id=None if said is None else said.get("bot_id"),
            bot_token=self._client.token,
        )
