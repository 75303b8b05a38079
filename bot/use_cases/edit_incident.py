"""Edit an incident without an update: its title, impact, components and when it started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain import amendment
from bot.domain.incident import ComponentStatuses, Impact, Incident
from bot.domain.overtaking import Seen, require_uncontested
from bot.domain.page import Page
from bot.use_cases.actor import Actor
from bot.use_cases.amend_incident import AmendIncident
from bot.use_cases.change_incident import KEEP, Keep, given_of, require_components
from bot.use_cases.origin import Origin
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentEdit:
    """What is not given stays; an `impact` of None follows from the components again.

    `seen` tells what of `editable` the responder had before their eyes, None for whoever does not care.
    """

    number: int
    title: str | None = None
    started_at: datetime | None = None
    components: ComponentStatuses | None = None
    impact: Impact | Keep | None = KEEP
    seen: Seen | None = None
    confirmed_words: bool = False

    @property
    def given(self) -> Mapping[str, object]:
        given = {"title": self.title, "started_at": self.started_at, "components": self.components}
        return {name: value for name, value in given.items() if value is not None} | given_of(impact=self.impact)


class EditIncident(AmendIncident):
    async def __call__(self, edit: IncidentEdit, *, actor: Actor, origin: Origin) -> Incident:
        """Raises NotAllowed, Invalid, Overtaken, UnfitWords, UnknownIncident, UnknownComponent, IsCancelled,
        AlreadySubmitted and TryAgain.
        """

        async def check(uow: UnitOfWork, page: Page, incident: Incident) -> None:
            require_uncontested(incident.reference, edit.seen, edit.given, amendment.editable(incident))
            await require_components(uow, page, incident, edit.components)
            if incident.is_public and edit.title not in {None, incident.title}:
                self._words.require_fit(edit.title or "", confirmed=edit.confirmed_words)

        return await self._amend(
            "edit",
            edit.number,
            lambda incident, _author, now: edited(incident, edit, now=now),
            actor=actor,
            origin=origin,
            details=_details(edit),
            check=check,
        )


def edited(incident: Incident, edit: IncidentEdit, *, now: datetime) -> Incident:
    """What it makes of the incident. Raises Invalid and IsCancelled."""
    change = amendment.Edit(
        title=edit.title,
        started_at=edit.started_at,
        components=edit.components,
        impact_override=incident.impact_override if isinstance(edit.impact, Keep) else edit.impact,
    )
    return amendment.edit(incident, change, now=now)


def _details(edit: IncidentEdit) -> dict[str, object]:
    given = {
        "title": edit.title,
        "started_at": None if edit.started_at is None else edit.started_at.isoformat(),
        "components": None if edit.components is None else dict(edit.components),
        "impact": None if isinstance(edit.impact, Keep) else edit.impact,
    }
    return {name: value for name, value in given.items() if value is not None}
