"""Open the form that a responder asks for: who they are is asked first, and what they typed never gets lost."""

from __future__ import annotations

import asyncio

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.models.views import View

from bot.blocks import limits, notices
from bot.blocks.form_memory import remember
from bot.blocks.form_request import FormRequest
from bot.blocks.ids import PICKER, Form
from bot.blocks.message import Message
from bot.blocks.picker import picker
from bot.domain.errors import StormlampError, TryAgain, UnknownIncident
from bot.domain.texts import later, say
from bot.slack.caller import Caller
from bot.slack.drafting import Drafting
from bot.slack.forms import Forms
from bot.slack.in_time import in_time
from bot.slack.services import Services
from bot.slack_errors import error_of

#: Commands that are being answered at once, each kind by itself. If a crowd shared our time, all would be late: so the
#: first are served first, and acknowledgements before answers.
AT_ONCE = 8
#: Seconds. Slack opens a form within three of its trigger; what comes later is better said at once.
_PREPARED_WITHIN = 2.4

log = structlog.get_logger()

_REFUSED = later("Slack refused it ({reason}).")
_REASONS = {
    "expired_trigger_id": later("it took more than the three seconds that Slack gives."),
}


class Opening:
    def __init__(self, services: Services, forms: Forms, drafting: Drafting) -> None:
        self._services = services
        self._forms = forms
        self._drafting = drafting
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, request: FormRequest, caller: Caller) -> None:
        async with self._turn:
            await self._open(request, caller)

    async def _open(self, request: FormRequest, caller: Caller) -> None:
        try:
            view = await in_time(self._prepared(request, caller), seconds=_PREPARED_WITHIN)
        except TryAgain as error:
            await caller.answer(notices.form_did_not_open(error.message, request))
        except UnknownIncident as error:
            await caller.answer(notices.unknown_incident(error.message, request))
        except StormlampError as error:
            await caller.answer(notices.refusal(error.message, typed=request.typed))
        else:
            await self._show(view, request, caller)

    async def _prepared(self, request: FormRequest, caller: Caller) -> View | Message:
        self._services.responders.admit(await self._services.directory.actor(caller.user))
        view = await self._view(request, caller)
        if isinstance(view, View) and view.callback_id != PICKER:
            return await self._drafting.told(remember(view, source=request.source), user=caller.user)
        return view

    async def _view(self, request: FormRequest, caller: Caller) -> View | Message:
        """The message says that there is nothing to open a form for."""
        if request.form in {Form.DECLARE, Form.BACKFILL}:
            return await self._forms.declaring(request, channel=caller.channel)
        if request.number is not None:
            found = await self._services.find_incidents.by_number(request.number)
            return await self._forms.changing(found, request, channel=caller.channel)
        meant = await self._services.find_incidents.meant_in(caller.channel)
        match meant:
            case []:
                return notices.nothing_open(request.typed)
            case [found]:
                return await self._forms.changing(found, request, channel=caller.channel)
            case _:
                return picker(meant, request, channel=caller.channel, now=self._services.clock())

    async def _show(self, view: View | Message, request: FormRequest, caller: Caller) -> None:
        if isinstance(view, Message):
            await caller.answer(view)
            return
        try:
            view_id = await caller.show(view)
        except (SlackClientError, aiohttp.ClientError, OSError) as error:
            log.warning("form_not_opened", form=request.form, error=str(error))
            if _is_opened_already(error):
                return
            await caller.answer(notices.form_did_not_open(_reason(error), request))
            return
        await self._drafting.opened(view, view_id, user=caller.user)
        if len(request.message) > limits.INPUT_TEXT:
            await caller.answer(notices.too_long_for_form(request.message))


def _is_opened_already(error: Exception) -> bool:
    """By the same click or command, of which Slack, or our client, was not sure and sent it twice."""
    return isinstance(error, SlackApiError) and error_of(error) == "exchanged_trigger_id"


def _reason(error: Exception) -> str:
    name = error.response.get("error") if isinstance(error, SlackApiError) else None
    if not name:
        return say("Slack did not answer.")
    return say(_REASONS.get(name, _REFUSED), reason=name)
