"""Tie the channel in which a command was typed to a page, or untie it."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.message import Message
from bot.blocks.mrkdwn import escape
from bot.blocks.notices import sentence
from bot.domain.errors import Invalid, TryAgain, UnknownPage
from bot.domain.page import Page
from bot.domain.texts import later, say
from bot.slack import commands
from bot.slack.caller import Caller
from bot.slack.commands import TieCommand
from bot.slack.payload import Payload
from bot.slack.services import Services

_NOT_IN = later(
    "Stormlamp is not in this channel, and it is private. Type `/invite @Stormlamp` here, then link it again."
)


class Tying:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, command: TieCommand, caller: Caller) -> Message:
        """What to answer. Raises NotAllowed before anything else, and what the use cases raise."""
        actor = await self._services.directory.actor(caller.user)
        self._services.admins.admit(actor)
        channel = caller.channel
        if channel is None or channel.startswith("D"):
            raise Invalid(say("Type that in the channel that is meant: nothing is announced in a direct message."))
        page = await self._named(command.page)
        if isinstance(command, commands.UnlinkPage):
            await self._services.untie_channel(page.slug, channel, actor=actor, origin=caller.origin)
            return sentence(say("New incidents of {page} are not announced here any more.", page=escape(page.name)))
        await _require_open(caller.client, channel)
        await self._services.tie_channel(page.slug, channel, actor=actor, origin=caller.origin)
        return sentence(
            say(
                "The incidents of {page} are announced here, too. `/incident page unlink {slug}` ends that.",
                page=escape(page.name),
                slug=escape(page.slug),
            )
        )

    async def _named(self, name: str) -> Page:
        """By its slug or its name; without any, the only one that there is."""
        pages = [state.page for state in await self._services.find_pages.all()]
        if not name and len(pages) == 1:
            return pages[0]
        if not name and pages:
            slugs = ", ".join(page.slug for page in pages)
            raise Invalid(say("Say which page is meant, behind the command. There are: {slugs}.", slugs=slugs))
        wanted = name.casefold()
        for page in pages:
            if wanted in {page.slug.casefold(), page.name.casefold()}:
                return page
        raise UnknownPage(name, tuple(page.slug for page in pages))


async def _require_open(client: AsyncWebClient, channel: str) -> None:
    """The channel must be public or the bot in it, and nobody of another organisation may read what is internal."""
    try:
        found: Payload = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        if error.response.get("error") == "channel_not_found":
            raise Invalid(say(_NOT_IN)) from error
        raise TryAgain(say("Slack did not say which channel this is. Try again in a moment.")) from error
    except (SlackClientError, aiohttp.ClientError, OSError) as error:
        raise TryAgain(say("Slack did not say which channel this is. Try again in a moment.")) from error
    if found.get("is_private") and not found.get("is_member"):
        raise Invalid(say(_NOT_IN))
    if found.get("is_ext_shared"):
        raise Invalid(say("This channel is shared with another organisation, which must not read what is internal."))
