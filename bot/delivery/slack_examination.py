"""Whether Slack takes what we send, and gets through to us: token, scopes, clock, deliveries and channels."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.finding import Finding
from bot.domain.page import Page
from bot.domain.texts import say
from bot.slack_errors import error_of
from bot.use_cases.clock import Clock
from storage.database import Database

_SKEW = timedelta(seconds=30)


class WayIn(Protocol):
    """How Slack delivers to us."""

    async def examine(self, client: AsyncWebClient) -> Finding: ...


class SlackExamination:
    """`scopes` are those of the manifest."""

    def __init__(
        self, database: Database, client: AsyncWebClient, scopes: Collection[str], way_in: WayIn, clock: Clock
    ) -> None:
        self._database = database
        self._client = client
        self._scopes = scopes
        self._way_in = way_in
        self._clock = clock

    async def __call__(self, pages: Sequence[Page]) -> AsyncIterator[Finding]:
        """`pages` are those whose incidents are announced. What follows from a refused token is not looked at."""
        try:
            answer = await self._client.auth_test()
        except SlackApiError as error:
            yield Finding(
                subject=say("Slack token"),
                is_ok=False,
                detail=say("refused: {error}", error=error_of(error)),
                way_out=say("Install the app again and set SLACK_BOT_TOKEN to its token."),
            )
            return
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            yield Finding(
                subject="Slack",
                is_ok=False,
                detail=say("can't be reached: {error}", error=type(error).__name__),
                way_out=say("Check the network, and SLACK_API_URL."),
            )
            return
        yield Finding(
            subject=say("Slack token"),
            is_ok=True,
            detail=say("{user} in {team}", user=answer["user"], team=answer["team"]),
        )
        yield self._scopes_of(answer)
        yield await self._way_in.examine(self._client)
        skew = self._skew(answer)
        if skew is not None:
            yield skew
        for page in pages:
            async with self._database.reading() as uow:
                tied = await uow.pages.channels_beside(page.id)
            for channel in (page.channel, *tied):
                if channel is not None:
                    yield await _channel(self._client, page, channel)

    def _scopes_of(self, answer: AsyncSlackResponse) -> Finding:
        given = {scope.strip() for scope in str(answer.headers.get("x-oauth-scopes", "")).split(",")}
        missing = sorted(set(self._scopes) - given)
        return Finding(
            subject=say("Slack scopes"),
            is_ok=not missing,
            detail=say("missing: {missing}", missing=", ".join(missing))
            if missing
            else say("all that manifest.yml asks for"),
            way_out=say("Update the app with manifest.yml and install it to the workspace again."),
        )

    def _skew(self, answer: AsyncSlackResponse) -> Finding | None:
        try:
            theirs: datetime = parsedate_to_datetime(str(answer.headers["date"]))
        except (KeyError, ValueError):
            return None
        skew = abs(self._clock() - theirs)
        return Finding(
            subject=say("Clock"),
            is_ok=skew < _SKEW,
            detail=say("{seconds:.0f} s away from Slack's", seconds=skew.total_seconds()),
            way_out=say("Let this machine's clock be set by NTP: Slack refuses requests that are five minutes off."),
        )


async def _channel(client: AsyncWebClient, page: Page, channel: str) -> Finding:
    subject = say("Channel {channel} of page {page}", channel=channel, page=page.slug)
    invite = say("Type `/invite @Stormlamp` in that channel.")
    try:
        info = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        return Finding(subject=subject, is_ok=False, detail=error_of(error), way_out=invite)
    except (SlackClientError, aiohttp.ClientError, OSError) as error:
        return Finding(subject=subject, is_ok=False, detail=type(error).__name__, way_out=say("Try again."))
    if info.get("is_archived"):
        return Finding(
            subject=subject, is_ok=False, detail=say("is archived"), way_out=say("Unarchive it, or set another one.")
        )
    name = f"#{info.get('name', channel)}"
    if info.get("is_member"):
        return Finding(subject=subject, is_ok=True, detail=name)
    if info.get("is_private"):
        return Finding(subject=subject, is_ok=False, detail=say("Stormlamp is not in it"), way_out=invite)
    joins = say("{channel}; Stormlamp joins it when there is something to say", channel=name)
    return Finding(subject=subject, is_ok=True, detail=joins)
