"""Read the whole record of an incident."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.state import Found
from bot.domain.timeline import Deed, Entry, timeline
from bot.use_cases.find_incidents import FindIncidents
from storage.database import Database

_ACTS = 10_000


@dataclass(frozen=True, slots=True)
class Record:
    found: Found
    entries: list[Entry]


class ReadTimeline:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._find = FindIncidents(database)

    async def __call__(self, number: int) -> Record:
        """Raises UnknownIncident and TryAgain."""
        found = await self._find.by_number(number)
        async with self._database.reading() as uow:
            notes = await uow.notes.of_incident(number)
            acts = await uow.audit.latest(limit=_ACTS, incident_number=number)
        deeds = [Deed(at=act.at, act=act.act, who=act.actor.name, details=act.details) for act in acts]
        return Record(found, timeline(found, notes, deeds))
