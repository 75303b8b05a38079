"""Do what a command asks for: open a form, or show how things stand."""

from __future__ import annotations

import asyncio

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.blocks.component_list import component_list
from bot.blocks.findings import findings_message
from bot.blocks.form_request import FormRequest, declaring
from bot.blocks.help import help_message
from bot.blocks.ids import Form
from bot.blocks.incident_details import incident_details
from bot.blocks.incident_list import Scope, incident_list
from bot.blocks.message import Message
from bot.blocks.notices import did_you_mean, refusal
from bot.blocks.page_links import page_links
from bot.blocks.panel import panel
from bot.domain.errors import StormlampError
from bot.domain.incident import IncidentStatus
from bot.slack import commands
from bot.slack.acting import Acting
from bot.slack.acts import act_and_answer
from bot.slack.caller import Caller
from bot.slack.commands import (
    Command,
    FileCommand,
    FormCommand,
    Reference,
    SavedCommand,
    ShowCommand,
    TieCommand,
)
from bot.slack.in_time import in_time
from bot.slack.opening import AT_ONCE, Opening
from bot.slack.services import Services
from bot.slack.tying import Tying
from bot.use_cases.actor import FULL_MEMBERS

#: Seconds. The form that this is asked for has to open in time, and does so without it.
_LOOKED_UP_WITHIN = 0.5
_SHOWN_WITHIN = 5.0

_RESOLVED = {Scope.OPEN: False, Scope.RESOLVED: True, Scope.ALL: None}


class Answering:
    def __init__(self, services: Services, opening: Opening) -> None:
        self._services = services
        self._open = opening
        self._act = Acting(services)
        self._tie = Tying(services)
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, command: Command, caller: Caller, ack: AsyncAck, *, replace: bool = False) -> None:
        """`replace` puts a message in the place of the one whose button was pressed."""
        if isinstance(command, SavedCommand):
            await act_and_answer(self._save(command, caller), caller, ack, replace=replace, typed=_typed(command))
            return
        await ack()
        try:
            if isinstance(command, FormCommand):
                await self._open(await self.request(command), caller)
            else:
                async with self._turn:
                    await caller.answer(await self._answer(command, caller), replace=replace)
        except StormlampError as error:
            await caller.answer(refusal(error.message))

    async def _save(self, command: SavedCommand, caller: Caller) -> Message:
        if isinstance(command, TieCommand):
            return await self._tie(command, caller)
        return await self._act(command, caller)

    async def _answer(self, command: FileCommand | ShowCommand, caller: Caller) -> Message:
        if isinstance(command, FileCommand):
            return await self._act(command, caller)
        return await self.message(command, user=caller.user, channel=caller.channel)

    async def request(self, command: FormCommand) -> FormRequest:
        """The form that a command asks for."""
        match command:
            case commands.New(title):
                return declaring(title)
            case commands.Update(reference, text):
                return await self._changing(Form.UPDATE, reference, text)
            case commands.SetStatus(reference, status, text):
                form = Form.RESOLVE if status is IncidentStatus.RESOLVED else Form.UPDATE
                return await self._changing(form, reference, text, status)
            case commands.Resolve(reference, text):
                return await self._changing(Form.RESOLVE, reference, text)
            case commands.Reopen(reference, text):
                return await self._changing(Form.REOPEN, reference, text)
            case commands.Amend(form, reference, text):
                return await self._changing(form, reference, text)
            case commands.Backfill(title):
                return FormRequest(form=Form.BACKFILL, title=title)

    async def _changing(
        self, form: Form, reference: Reference | None, text: str, status: IncidentStatus | None = None
    ) -> FormRequest:
        if reference is None:
            return FormRequest(form=form, message=text, status=status)
        if not reference.certain and not await self._is_open(reference.number):
            return FormRequest(form=form, message=f"{reference.spelled} {text}", status=status)
        return FormRequest(form=form, number=reference.number, message=text, status=status)

    async def _is_open(self, number: int) -> bool:
        """“3 of 5 servers are back” means INC-3 only while that is open: its form says so before anything is sent."""
        try:
            looking = self._services.find_incidents.by_number(number, others=False)
            return (await in_time(looking, seconds=_LOOKED_UP_WITHIN)).incident.is_open
        except StormlampError:
            return False

    async def message(self, command: ShowCommand, *, user: str, channel: str | None) -> Message:
        """What a command that only shows answers somebody in that channel.

        Raises NotAllowed where a guest or a stranger asks for more than the public knows, TryAgain where that takes too
        long, and what the use cases raise.
        """
        showing = self._message(command, user=user, channel=channel)
        if isinstance(command, commands.LookAtHealth):
            # It asks everybody, and tells who does not answer.
            return await showing
        return await in_time(showing, seconds=_SHOWN_WITHIN)

    async def _message(self, command: ShowCommand, *, user: str, channel: str | None) -> Message:
        services = self._services
        if isinstance(command, commands.InsideCommand):
            FULL_MEMBERS.admit(await services.directory.actor(user))
        match command:
            case commands.Panel():
                return panel(await services.find_incidents.meant_in(channel), now=services.clock())
            case commands.List(scope, leaf):
                return await self._list(scope, leaf)
            case commands.Show(reference, leaf):
                found = await services.find_incidents.by_number(reference.number)
                permalink = f"{services.url_of(found.page)}/incidents/{found.incident.id}"
                return incident_details(found, permalink=permalink, leaf=leaf)
            case commands.Components(leaf):
                return component_list(await services.find_pages.all(), leaf=leaf)
            case commands.PageLinks():
                pages = await services.find_pages.all()
                return page_links([(state, f"{services.url_of(state.page)}/") for state in pages])
            case commands.LookAtHealth():
                return findings_message(await services.examine())
            case commands.Help():
                return help_message()
            case commands.Doubt(sentence, suggestion, typed):
                return did_you_mean(sentence, suggestion=suggestion, typed=typed)

    async def _list(self, scope: Scope, leaf: int) -> Message:
        listing = await self._services.find_incidents.listed(resolved=_RESOLVED[scope], leaf=leaf)
        return incident_list(
            listing.incidents,
            scope,
            leaf=listing.leaf,
            leaves=listing.leaves,
            total=listing.total,
            now=self._services.clock(),
        )


def _typed(command: SavedCommand) -> str:
    """What is worth giving back."""
    return command.text if isinstance(command, commands.AddNote) else ""
