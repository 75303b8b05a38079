"""Put an internal note on an incident's timeline, or take it off again."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.note import Note
from bot.domain.text import valid_note
from bot.use_cases.actor import Actor, Responders
from bot.use_cases.audit import note_act
from bot.use_cases.claims import claim
from bot.use_cases.clock import Clock
from bot.use_cases.origin import Origin
from storage.database import Database


class NoteIncident:
    def __init__(self, database: Database, clock: Clock, responders: Responders) -> None:
        self._database = database
        self._clock = clock
        self._responders = responders

    async def add(self, note: Note, *, actor: Actor, origin: Origin) -> None:
        """A Slack message is a note once. Raises NotAllowed, Invalid, UnknownIncident and TryAgain."""
        self._responders.admit(actor)
        note = replace(note, text=valid_note(note.text))
        now = self._clock()
        async with self._database.writing() as uow:
            if await claim(uow, origin, note.incident_number, now=now) is not None:
                return
            incident = await uow.incidents.by_number(note.incident_number, lock=True)
            if await uow.notes.add(note):
                await note_act(uow, "note", incident=incident, actor=actor, origin=origin, now=now)

    async def remove(self, channel: str, ts: str, *, actor: Actor, origin: Origin) -> None:
        """What that Slack message said is no note any more. Raises NotAllowed and TryAgain."""
        self._responders.admit(actor)
        now = self._clock()
        async with self._database.writing() as uow:
            if await claim(uow, origin, 0, now=now) is not None:
                return
            number = await uow.notes.remove_at(channel, ts, now=now)
            if number is not None:
                incident = await uow.incidents.by_number(number)
                await note_act(uow, "remove note", incident=incident, actor=actor, origin=origin, now=now)
