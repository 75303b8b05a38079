"""Tie a channel to a page, or untie it: what happens on the page is announced there, too."""

from __future__ import annotations

from bot.domain.errors import Invalid
from bot.domain.page import Page, valid_channel
from bot.domain.texts import say
from bot.use_cases.actor import Actor
from bot.use_cases.administration import Administration
from bot.use_cases.audit import note_act
from bot.use_cases.claims import is_repeated
from bot.use_cases.dedicated_channels import announce_in
from bot.use_cases.origin import Origin


class TieChannel(Administration):
    async def __call__(self, slug: str, channel: str, *, actor: Actor, origin: Origin) -> Page:
        """What is open on the page is announced there at once. Raises NotAllowed, UnknownPage, Invalid and TryAgain."""
        self._admins.admit(actor)
        channel = valid_channel(channel)
        now = self._clock()
        async with self._database.writing() as uow:
            page = await uow.pages.by_slug(slug)
            if await is_repeated(uow, origin, now=now):
                return page
            if page.channel == channel or channel in await uow.pages.channels_beside(page.id):
                return page
            await uow.pages.tie(page.id, channel)
            for incident in await uow.incidents.open(page.id):
                if await uow.announcements.get(incident.number, channel) is None:
                    await announce_in(uow, incident, channel, now=now)
            details = {"channel": channel}
            await note_act(uow, "link page", actor=actor, origin=origin, now=now, page=page, details=details)
            return page


class UntieChannel(Administration):
    async def __call__(self, slug: str, channel: str, *, actor: Actor, origin: Origin) -> Page:
        """What was announced there is told to its end. Raises NotAllowed, UnknownPage, Invalid and TryAgain."""
        self._admins.admit(actor)
        channel = valid_channel(channel)
        now = self._clock()
        async with self._database.writing() as uow:
            page = await uow.pages.by_slug(slug)
            if await is_repeated(uow, origin, now=now):
                return page
            if page.channel == channel:
                raise Invalid(
                    say(
                        "It is the own channel of “{page}”. `stormlamp page edit {slug} --channel ID` changes "
                        "that, and an admin can do it in the app's Home tab.",
                        page=page.name,
                        slug=page.slug,
                    ),
                    field="channel",
                )
            if channel in await uow.pages.channels_beside(page.id):
                await uow.pages.untie(page.id, channel)
                details = {"channel": channel}
                await note_act(uow, "unlink page", actor=actor, origin=origin, now=now, page=page, details=details)
            return page
