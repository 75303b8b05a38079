"""The incidents that publications have shown lately, so that each loads only what has changed since."""

from __future__ import annotations

from collections import OrderedDict

from bot.domain.incident import Incident, IncidentId

_KEPT = 2_000


class KnownIncidents(OrderedDict[IncidentId, Incident]):
    """The oldest are forgotten first."""

    def __setitem__(self, id: IncidentId, incident: Incident) -> None:
        super().__setitem__(id, incident)
        if len(self) > _KEPT:
            self.popitem(last=False)
