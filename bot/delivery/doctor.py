"""Looks at everything that Stormlamp depends on, and says what to do about what is not well."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.outcome import error_of
from bot.delivery.owed_words import reason_in_words
from bot.domain.errors import StormlampError
from bot.domain.finding import Finding
from bot.domain.page import Page
from bot.domain.texts import say
from bot.use_cases.clock import Clock
from storage.database import Database

_LATE = timedelta(minutes=2)
_SKEW = timedelta(seconds=30)


class Doctor:
    """`client` is None where Slack is not configured; `scopes` are those of the manifest."""

    def __init__(
        self, database: Database, client: AsyncWebClient | None, scopes: Collection[str], clock: Clock
    ) -> None:
        self._database = database
        self._client = client
        self._scopes = scopes
        self._clock = clock

    async def __call__(self) -> Sequence[Finding]:
        return [finding async for finding in self._look()]

    async def _look(self) -> AsyncIterator[Finding]:
        try:
            yield Finding(subject=say("Database"), is_ok=True, detail=await self._database.version())
            async with self._database.reading() as uow:
                pages = list(await uow.pages.all())
        except StormlampError as error:
            yield Finding(
                subject=say("Database"), is_ok=False, detail=error.message, way_out=say("Check DATABASE_URL.")
            )
            return
        async for finding in self._outbox():
            yield finding
        for page in pages:
            async for finding in self._targets(page):
                yield finding
        if self._client is None:
            yield Finding(
                subject="Slack",
                is_ok=True,
                detail=say("not configured; the page and the command line work without it."),
            )
            return
        async for finding in self._slack(self._client, [page for page in pages if page.retired_at is None]):
            yield finding

    async def _outbox(self) -> AsyncIterator[Finding]:
        async with self._database.reading() as uow:
            state = await uow.outbox.state()
        if state.stuck:
            stuck = "; ".join(f"{stream}: {reason_in_words(reason)}" for stream, reason in state.stuck.items())
            yield Finding(
                subject=say("Owed to Slack"),
                is_ok=False,
                detail=say("{count} waiting, stuck in {stuck}", count=state.owed, stuck=stuck),
                way_out=say("Once that is mended, what is owed follows by itself; `stormlamp outbox list` shows it."),
            )
        elif state.oldest is not None and self._clock() - state.oldest > _LATE:
            yield Finding(
                subject=say("Owed to Slack"),
                is_ok=False,
                detail=say("{count} waiting since {oldest:%Y-%m-%d %H:%M} UTC", count=state.owed, oldest=state.oldest),
                way_out=say("Is `stormlamp run` running?"),
            )
        else:
            yield Finding(subject=say("Owed to Slack"), is_ok=True, detail=say("{count} waiting", count=state.owed))
        if state.set_aside:
            yield Finding(
                subject=say("Refused by Slack"),
                is_ok=False,
                detail=say("{count} set aside", count=state.set_aside),
                way_out=say(
                    "`stormlamp outbox list` says why; once that is mended, `stormlamp outbox retry --all` tries "
                    "anew, and `stormlamp outbox drop` gives up."
                ),
            )

    async def _targets(self, page: Page) -> AsyncIterator[Finding]:
        async with self._database.reading() as uow:
            publications = await uow.publications.of_page(page.id)
        if not publications:
            yield Finding(
                subject=say("Page {page}", page=page.slug),
                is_ok=False,
                detail=say("was never published"),
                way_out=say("`stormlamp run` publishes it."),
            )
        for each in publications:
            yield Finding(
                subject=say("Page {page} on {target}", page=page.slug, target=each.target),
                is_ok=each.revision >= page.revision,
                detail=say("revision {revision} of {newest}", revision=each.revision, newest=page.revision)
                + (f": {each.last_error}" if each.last_error and each.revision < page.revision else ""),
                way_out=say("Is `stormlamp run` running, and may it write there? `stormlamp publish` mends a target."),
            )

    async def _slack(self, client: AsyncWebClient, pages: Sequence[Page]) -> AsyncIterator[Finding]:
        try:
            answer = await client.auth_test()
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
        skew = self._skew(answer)
        if skew is not None:
            yield skew
        for page in pages:
            if page.channel is not None:
                yield await _channel(client, page, page.channel)

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
