"""Tell each responder who else is writing: never at the price of a form that opens."""

from __future__ import annotations

import structlog
from slack_sdk.models.views import View

from bot.blocks.drafting import with_drafting
from bot.blocks.form_memory import FormMemory
from bot.blocks.ids import Form
from bot.domain.errors import StormlampError
from bot.use_cases.clock import Clock
from bot.use_cases.keep_open_forms import KeepOpenForms

log = structlog.get_logger()

#: The forms that post an update.
DRAFTS = (Form.UPDATE, Form.RESOLVE, Form.REOPEN, Form.PUBLISH)


class Drafting:
    def __init__(self, open_forms: KeepOpenForms, clock: Clock) -> None:
        self._open_forms = open_forms
        self._clock = clock

    async def told(self, view: View, *, user: str) -> View:
        """The same view, saying who else is writing about its incident."""
        number = _number(view)
        if number is None:
            return view
        try:
            others = await self._open_forms.drafting(number, besides=user)
        except StormlampError as error:
            log.info("drafts_not_read", error=error.message)
            return view
        return with_drafting(view, others, now=self._clock())

    async def opened(self, view: View, view_id: str, *, user: str) -> None:
        number = _number(view)
        if number is None:
            return
        try:
            await self._open_forms.opened(view_id, number, user)
        except StormlampError as error:
            log.info("draft_not_noted", error=error.message)

    async def closed(self, view_id: str) -> None:
        try:
            await self._open_forms.closed(view_id)
        except StormlampError as error:
            log.info("draft_not_forgotten", error=error.message)


def _number(view: View) -> int | None:
    """Of the incident that it would post an update to."""
    if view.callback_id not in DRAFTS:
        return None
    return FormMemory.model_validate_json(view.private_metadata or "{}").number
