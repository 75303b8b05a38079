"""Keep in mind who has which form open, in every process, so that two responders learn of each other."""

from __future__ import annotations

from bot.domain.open_form import KEPT, OpenForm, drafting
from bot.use_cases.clock import Clock
from storage.database import Database


class KeepOpenForms:
    """Raises UnknownIncident and TryAgain."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def drafting(self, number: int, *, besides: str) -> tuple[OpenForm, ...]:
        """Who else is writing about the incident, the newest first; `besides` is a Slack id."""
        async with self._database.reading() as uow:
            forms = await uow.open_forms.of_incident(number)
            if not forms:
                return ()
            incident = await uow.incidents.by_number(number)
        return drafting(forms, incident, besides=besides, now=self._clock())

    async def opened(self, view_id: str, number: int, slack_id: str) -> None:
        now = self._clock()
        form = OpenForm(view_id=view_id, incident_number=number, slack_id=slack_id, opened_at=now)
        async with self._database.writing() as uow:
            await uow.open_forms.forget_before(now - KEPT)
            await uow.open_forms.add(form)

    async def closed(self, view_id: str) -> None:
        async with self._database.writing() as uow:
            await uow.open_forms.remove(view_id)
