"""Do what a command says at once, without a form: lead, hand over, note, give the record as a file."""

from __future__ import annotations

import aiohttp
import structlog
from slack_sdk.errors import SlackClientError

from bot.blocks import limits
from bot.blocks.buttons import run_command
from bot.blocks.message import Message
from bot.blocks.mrkdwn import escape
from bot.blocks.notices import nothing_open, sentence
from bot.blocks.stats import stats_lines
from bot.domain.errors import Invalid, TryAgain
from bot.domain.incident import Author
from bot.domain.note import Note
from bot.domain.postmortem import postmortem_draft
from bot.domain.state import Found
from bot.domain.texts import later, say
from bot.domain.timeline import Format, written
from bot.slack import commands
from bot.slack.caller import Caller
from bot.slack.chart import chart
from bot.slack.commands import ActCommand
from bot.slack.files import send_file
from bot.slack.services import Services

_AboutIncident = (
    commands.Lead
    | commands.Handoff
    | commands.AddNote
    | commands.OpenChannel
    | commands.ArchiveChannel
    | commands.Timeline
    | commands.Postmortem
)

_NAME = 100  # characters; the whole is repeated below the sentence

log = structlog.get_logger()


class Acting:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, command: ActCommand, caller: Caller) -> Message:
        """What to answer. Raises NotAllowed before anything else, and what the use cases raise."""
        # Every answer from here on, even a refusal, may tell of incidents that are internal.
        self._services.responders.admit(await self._services.directory.actor(caller.user))
        if isinstance(command, commands.Numbers):
            return await self._numbers(command.days, caller)
        found = await self._meant(command, caller)
        if isinstance(found, Message):
            return found
        match command:
            case commands.Lead(whom=whom):
                return await self._lead(found, whom, caller)
            case commands.Handoff():
                return await self._hand_over(found, caller)
            case commands.AddNote(text=text):
                return await self._note(found, text, caller)
            case commands.OpenChannel(is_private=is_private):
                return await self._open_channel(found, caller, is_private=is_private)
            case commands.ArchiveChannel():
                return await self._archive_channel(found, caller)
            case commands.Timeline(form=form):
                return await self._timeline(found, form, caller)
            case commands.Postmortem():
                return await self._postmortem(found, caller)

    async def _meant(self, command: _AboutIncident, caller: Caller) -> Found | Message:
        find, reference = self._services.find_incidents, command.reference
        if reference is None and isinstance(command, commands.ArchiveChannel) and caller.channel is not None:
            number = await find.with_channel(caller.channel)
            if number is not None:
                return await find.by_number(number)
        if reference is not None:
            return await find.by_number(reference.number)
        meant = await find.meant_in(caller.channel)
        if not meant and isinstance(command, commands.AddNote):
            # Nobody declares with it: it is not for the public.
            raise Invalid(say("No incident is open, so there is none to note that about."))
        if not meant:
            return nothing_open("")
        if len(meant) > 1:
            names = ", ".join(found.incident.reference for found in meant)
            raise Invalid(
                say("Several incidents are open: {names}. Say which one is meant, such as INC-3.", names=names)
            )
        return meant[0]

    async def _lead(self, found: Found, whom: str, caller: Caller) -> Message:
        """Whoever types takes it where nobody is named."""
        if whom and not caller.mentioned:
            return _who_leads(found, whom)
        user = caller.mentioned[0] if caller.mentioned else caller.user
        directory = self._services.directory
        lead, actor = await directory.actor(user), await directory.actor(caller.user)
        incident = await self._services.take_lead(found.incident.number, lead, actor=actor, origin=caller.origin)
        return sentence(say("{name} leads {reference} now.", name=escape(lead.name), reference=incident.reference))

    async def _hand_over(self, found: Found, caller: Caller) -> Message:
        if not caller.mentioned:
            raise Invalid(say("Say who is to take over, such as /incident handoff INC-3 @name."))
        directory = self._services.directory
        to, actor = await directory.actor(caller.mentioned[0]), await directory.actor(caller.user)
        incident = await self._services.hand_over(found.incident.number, to, actor=actor, origin=caller.origin)
        return sentence(
            say(
                "{name} is asked in the thread to lead {reference}.",
                name=escape(to.name),
                reference=incident.reference,
            )
        )

    async def _note(self, found: Found, text: str, caller: Caller) -> Message:
        actor = await self._services.directory.actor(caller.user)
        note = Note(
            incident_number=found.incident.number,
            text=text,
            author=Author(name=actor.name, slack_id=actor.slack_id),
            at=self._services.clock(),
        )
        await self._services.note_incident.add(note, actor=actor, origin=caller.origin)
        return sentence(
            say("Noted on the timeline of {reference}; the public does not see it.", reference=found.incident.reference)
        )

    async def _open_channel(self, found: Found, caller: Caller, *, is_private: bool) -> Message:
        number, dedicated = found.incident.number, found.dedicated
        if dedicated is not None and dedicated.is_in_use and not dedicated.is_private:
            return sentence(
                say(
                    "{reference} has its channel: <#{channel}>.",
                    reference=found.incident.reference,
                    channel=dedicated.channel,
                )
            )
        actor = await self._services.directory.actor(caller.user)
        incident = await self._services.open_channel(number, is_private=is_private, actor=actor, origin=caller.origin)
        made = later("A channel for {reference} is being made; you are invited to it in a moment.")
        if is_private:
            made = later("A private channel for {reference} is being made; you are invited to it in a moment.")
        return sentence(say(made, reference=incident.reference))

    async def _archive_channel(self, found: Found, caller: Caller) -> Message:
        actor = await self._services.directory.actor(caller.user)
        incident = await self._services.put_channel_away(found.incident.number, actor=actor, origin=caller.origin)
        return sentence(
            say(
                "The channel of {reference} is archived in a moment; Slack keeps all of it.",
                reference=incident.reference,
            )
        )

    async def _timeline(self, found: Found, form: Format, caller: Caller) -> Message:
        record = await self._services.read_timeline(found.incident.number)
        content = written(record.found, record.entries, form)
        reference, title = found.incident.reference, escape(found.incident.title)
        text = say("The timeline of {reference}, {title}:", reference=reference, title=title)
        await self._give(caller, found, text=text, name=f"timeline.{form}", content=content.encode())
        return sentence(say("The timeline of {reference} is in your direct messages with me.", reference=reference))

    async def _postmortem(self, found: Found, caller: Caller) -> Message:
        record = await self._services.read_timeline(found.incident.number)
        content = postmortem_draft(record.found, record.entries)
        reference, title = found.incident.reference, escape(found.incident.title)
        text = say("The draft of a postmortem of {reference}, {title}:", reference=reference, title=title)
        await self._give(caller, found, text=text, name="postmortem.md", content=content.encode())
        return sentence(
            say("The draft of a postmortem of {reference} is in your direct messages with me.", reference=reference)
        )

    async def _numbers(self, days: int, caller: Caller) -> Message:
        numbers = await self._services.read_stats(days)
        lines = "\n".join(stats_lines(numbers))
        if numbers.total:
            await self._send(caller, text=lines, name="incidents.png", content=chart(numbers))
        return sentence(escape(lines))

    async def _give(self, caller: Caller, found: Found, *, text: str, name: str, content: bytes) -> None:
        await self._send(caller, text=text, name=f"{found.incident.reference.lower()}-{name}", content=content)

    async def _send(self, caller: Caller, *, text: str, name: str, content: bytes) -> None:
        if not await self._services.claim_delivery(caller.origin):
            return
        try:
            await send_file(caller.client, caller.user, text=text, name=name, content=content)
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            log.warning("file_not_sent", name=name, error=str(error))
            raise TryAgain(say("Slack did not take the file. Try again in a moment.")) from error


def _who_leads(found: Found, whom: str) -> Message:
    """Nobody is put in the place of a name that Slack has made no mention of."""
    take_it = f"lead {found.incident.reference}"
    who = say(
        "“{whom}” names nobody in Slack: choose the person from the list that Slack shows after @. "
        "/incident {take_it} makes you the lead.",
        whom=limits.cut(whom, _NAME),
        take_it=take_it,
    )
    return sentence(escape(who), buttons=[run_command(f"/incident {take_it}", take_it)])
