"""What a page would show if a responder sent what they have written: nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.catalogue import Catalogue
from bot.domain.component import ComponentId, ComponentStatus
from bot.domain.headline import Headline, headline
from bot.domain.incident import Incident, shown_statuses


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """`incident` is as it would be; `before` is how it stands, None where it is yet to be declared."""

    incident: Incident
    before: Incident | None
    others: Sequence[Incident]
    catalogue: Catalogue

    @property
    def headlines(self) -> tuple[Headline, Headline]:
        """Now, and then."""
        return self._headline(self.before), self._headline(self.incident)

    @property
    def changes(self) -> Mapping[ComponentId, tuple[ComponentStatus, ComponentStatus]]:
        """The components that would show something else, with what they show now and then, in the page's order."""
        now, then = self._statuses(self.before), self._statuses(self.incident)
        return {id: (now[id], then[id]) for id in then if now[id] is not then[id]}

    def _open(self, incident: Incident | None) -> list[Incident]:
        return [*self.others, *([] if incident is None else [incident])]

    def _statuses(self, incident: Incident | None) -> Mapping[ComponentId, ComponentStatus]:
        return shown_statuses((each.id for each in self.catalogue.live), self._open(incident))

    def _headline(self, incident: Incident | None) -> Headline:
        return headline(self._statuses(incident).values(), self._open(incident))
