"""Random responders, faults and restarts; whatever they do, the world is as the model says once it is at rest."""

from __future__ import annotations

import asyncio
import inspect
import itertools
import tempfile
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bot.sandbox.faults import Fault, Loss, Lost, RateLimited, Refused, ServerError
from tests.model.comparison import compare
from tests.model.record import BADNESS, COMPONENTS, OPEN_STATUSES, RESOLVED, Incident, Record, Update
from tests.model.responder import Office
from tests.model.world import World
from tests.postgresql import PostgreSQL

_STEPS = 20
#: Those with which what is owed to Slack is delivered: a form can be opened all the time.
_METHODS = ("chat.postMessage", "chat.update", "chat.getPermalink", "conversations.replies", "conversations.history")

responders = st.sampled_from(["ada", "bob", "cleo"])
outsiders = st.sampled_from([("gus", "#incidents"), ("sol", "#incidents"), ("stella", "#shared-acme")])
numbers = st.integers(0, 3)
statuses = st.sampled_from(OPEN_STATUSES)
affected = st.dictionaries(st.sampled_from(COMPONENTS), st.sampled_from(BADNESS), max_size=3)
faults: st.SearchStrategy[Fault] = st.sampled_from(
    [
        Lost(Loss.BEFORE_THE_EFFECT),
        Lost(Loss.AFTER_THE_EFFECT),
        ServerError(503),
        ServerError(500, "internal_error"),
        RateLimited(20),
        Refused("fatal_error"),
    ]
)


def play(machine: type[Stormlamp], *, examples: int, seed: int, shrinks: bool = False) -> None:
    """The same seed plays the same histories. With `shrinks`, the shortest one that fails is looked for: it takes long.

    Raises what the first failing history raises, with its steps in the notes.
    """
    phases = [Phase.generate, *([Phase.shrink] if shrinks else [])]
    chosen = settings(
        max_examples=examples,
        stateful_step_count=_STEPS,
        phases=phases,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(with_seed(seed)(machine), settings=chosen)


class Stormlamp(RuleBasedStateMachine):
    """A loop of its own runs while a rule does: hypothesis knows none."""

    record: Record
    world: World
    office: Office

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._folder = tempfile.TemporaryDirectory(prefix="stormlamp-model-")
        self._words = itertools.count(1)
        self._acts: list[str] = []
        self._has_failed = False
        self._rests = False

    def does(self, act: Coroutine[Any, Any, Any]) -> Any:
        assert inspect.iscoroutine(act)
        given = {name: value for name, value in inspect.getcoroutinelocals(act).items() if name != "self"}
        self._acts.append(f"{act.__qualname__} {given}")
        self._rests = False
        try:
            return self._runner.run(act)
        except BaseException as error:
            self._has_failed = True
            error.add_note("\n".join(["It came after:", *self._acts]))
            raise

    async def database_url(self, folder: Path) -> str:
        return f"sqlite+aiosqlite:///{folder}/stormlamp.db"

    @initialize()
    def begin(self) -> None:
        async def begun() -> World:
            folder = Path(self._folder.name)
            world = World(folder, await self.database_url(folder))
            await world.open()
            return world

        self.record = Record()
        self.world = self.does(begun())
        self.office = Office(self.world)

    def teardown(self) -> None:
        try:
            # What has failed already must not be hidden behind what follows from it.
            if not self._has_failed and not self._rests:
                self.at_rest()
        finally:
            self.does(self.world.close())
            self._runner.close()
            self._folder.cleanup()

    def word(self) -> str:
        """One that was never said before."""
        return f"w{next(self._words)}x"

    def incident(self, number: int) -> Incident:
        """Counted back from the newest."""
        incidents = self.record.incidents
        return incidents[-1 - number % len(incidents)]

    def _is_cancelled(self, incident: Incident, by: str, verb: str) -> bool:
        """Of such a one nothing but that is said, and no form opens."""
        if incident.is_cancelled:
            self.does(self.office.says(by, f"{verb} INC-{incident.number}", "was cancelled", channel="#incidents"))
        return incident.is_cancelled

    @property
    def there_are_incidents(self) -> bool:
        return bool(self.record.incidents)

    @rule(by=responders, status=statuses, components=affected, is_internal=st.sampled_from([False, False, True]))
    def declare(self, by: str, status: str, components: dict[str, str], is_internal: bool) -> None:
        title, text, at = self.word(), self.word(), self.world.clock()
        form = self.office.declares(by, title, text, status=status, components=components, is_internal=is_internal)
        assert self.does(form)
        self.record.declare(title, text, status=status, components=components, is_internal=is_internal, at=at)

    @precondition(lambda self: self.there_are_incidents)
    @rule(by=responders, number=numbers, status=st.none() | statuses, components=st.none() | affected)
    def update(self, by: str, number: int, status: str | None, components: dict[str, str] | None) -> None:
        incident, text, at = self.incident(number), self.word(), self.world.clock()
        if self._is_cancelled(incident, by, "update"):
            return
        reopens = incident.last.status == RESOLVED and status is not None
        sent = self.office.updates(by, incident.number, text, status=status, components=components, reopens=reopens)
        assert self.does(sent)
        self.record.post(incident, text, status=status, components=components, at=at)

    @precondition(lambda self: self.there_are_incidents)
    @rule(by=responders, number=numbers)
    def resolve(self, by: str, number: int) -> None:
        incident, text, at = self.incident(number), self.word(), self.world.clock()
        if self._is_cancelled(incident, by, "resolve"):
            return
        assert self.does(self.office.sends(by, f"resolve INC-{incident.number}", text))
        self.record.post(incident, text, status=RESOLVED, at=at)

    @precondition(lambda self: any(each.last.status == RESOLVED for each in self.record.incidents))
    @rule(by=responders, number=numbers)
    def reopen(self, by: str, number: int) -> None:
        resolved = [each for each in self.record.incidents if each.last.status == RESOLVED]
        incident, text, at = resolved[number % len(resolved)], self.word(), self.world.clock()
        if self._is_cancelled(incident, by, "reopen"):
            return
        assert self.does(self.office.sends(by, f"reopen INC-{incident.number}", text))
        self.record.post(incident, text, status="investigating", at=at)

    @precondition(lambda self: self.there_are_incidents)
    @rule(by=responders, number=numbers)
    def cancel(self, by: str, number: int) -> None:
        incident = self.incident(number)
        if self._is_cancelled(incident, by, "cancel"):
            return
        assert self.does(self.office.sends(by, f"cancel INC-{incident.number}", self.word(), field="Reason"))
        incident.is_cancelled = True

    @precondition(lambda self: self.there_are_incidents)
    @rule(by=responders, number=numbers, title=st.booleans(), components=st.none() | affected)
    def edit(self, by: str, number: int, title: bool, components: dict[str, str] | None) -> None:
        incident = self.incident(number)
        wanted = self.word() if title else incident.title
        if self._is_cancelled(incident, by, "edit"):
            return
        if not incident.is_open:
            components = None
        assert self.does(self.office.edits(by, incident.number, wanted, components=components))
        if title or components is not None:
            self.record.edit(incident, wanted, components)

    @precondition(lambda self: any(each.is_internal for each in self.record.incidents))
    @rule(by=responders, number=numbers)
    def publish(self, by: str, number: int) -> None:
        internal = [each for each in self.record.incidents if each.is_internal]
        incident, text, at = internal[number % len(internal)], self.word(), self.world.clock()
        if self._is_cancelled(incident, by, "publish"):
            return
        assert self.does(self.office.sends(by, f"publish INC-{incident.number}", text))
        self.record.post(incident, text, is_internal=False, at=at)

    @precondition(lambda self: self.record.correctable)
    @rule(by=responders, number=numbers)
    def correct(self, by: str, number: int) -> None:
        correctable = self.record.correctable
        incident, update = correctable[-1 - number % len(correctable)]
        if self._is_cancelled(incident, by, "correct"):
            return
        text, option = self.word(), _option(incident, update)
        assert self.does(self.office.corrects(by, incident.number, text, option=option))
        self.record.correct(update, text)

    @precondition(lambda self: self.record.correctable)
    @rule(by=responders, number=numbers)
    def retract(self, by: str, number: int) -> None:
        correctable = self.record.correctable
        incident, update = correctable[-1 - number % len(correctable)]
        if self._is_cancelled(incident, by, "retract"):
            return
        assert self.does(self.office.retracts(by, incident.number, option=_option(incident, update)))
        self.record.retract(update)

    @precondition(lambda self: self.there_are_incidents)
    @rule(by=responders, who=st.sampled_from(["ada", "bob", "cleo"]), number=numbers)
    def lead(self, by: str, who: str, number: int) -> None:
        incident = self.incident(number)
        if self._is_cancelled(incident, by, "lead"):
            return
        self.does(self.office.commands(by, f"lead INC-{incident.number} @{who}", f"leads INC-{incident.number} now"))
        incident.lead = f"U0{who.upper()}"

    @precondition(lambda self: self.there_are_incidents)
    @rule(by=responders, number=numbers)
    def note(self, by: str, number: int) -> None:
        incident, text = self.incident(number), self.word()
        self.does(self.office.commands(by, f"note INC-{incident.number} {text}", "Noted on the timeline"))
        incident.notes.append(text)

    @precondition(lambda self: self.record.changeable)
    @rule(writers=st.permutations(["ada", "bob", "cleo"]), number=numbers)
    def overtake(self, writers: list[str], number: int) -> None:
        incident = self.record.changeable[-1 - number % len(self.record.changeable)]
        (by, other, _), text, others_text = writers, self.word(), self.word()
        self.does(self.office.overtakes(by, other, incident.number, text=text, others_text=others_text))
        self.record.post(incident, others_text, at=self.world.clock())
        self.record.post(incident, text, at=self.world.clock())

    @precondition(lambda self: self.record.changeable)
    @rule(by=responders, number=numbers, changes=st.booleans())
    def hear_nothing(self, by: str, number: int, changes: bool) -> None:
        incident = self.record.changeable[-1 - number % len(self.record.changeable)]
        text, other_text = self.word(), self.word() if changes else None
        self.does(self.office.hears_nothing(by, incident.number, text=text, other_text=other_text))
        self.record.post(incident, text, at=self.world.clock())
        if other_text is not None:
            self.record.post(incident, other_text, at=self.world.clock())

    @precondition(lambda self: self.there_are_incidents)
    @rule(who=outsiders, verb=st.sampled_from(["new", "update", "resolve", "note", "cancel", "lead"]), number=numbers)
    def refuse(self, who: tuple[str, str], verb: str, number: int) -> None:
        name, channel = who
        which = "" if verb == "new" else f"INC-{self.incident(number).number} "
        self.does(self.office.says(name, f"{verb} {which}{self.word()}", "full members", channel=channel))

    @precondition(lambda self: self.office.taken)
    @rule(number=numbers)
    def redeliver(self, number: int) -> None:
        """It acts once."""
        newest_first = self.office.taken[::-1]
        self.does(self.office.redeliver(newest_first[number % len(newest_first)]))

    @precondition(lambda self: self.there_are_incidents)
    @rule()
    def drop_socket(self) -> None:
        self.does(self.world.sandbox.socket_mode.drop())

    @rule(method=st.sampled_from(_METHODS), fault=faults, times=st.integers(1, 3))
    def plan_fault(self, method: str, fault: Fault, times: int) -> None:
        self.world.sandbox.faults.plan(method, fault, times=times)

    @precondition(lambda self: self.there_are_incidents)
    @rule()
    def restart(self) -> None:
        async def restarted() -> None:
            await self.world.stop()
            await self.world.start()

        self.does(restarted())

    @precondition(lambda self: self.there_are_incidents)
    @rule(minutes=st.sampled_from([1, 30, 300, 1_500, 12_000]))
    def time_passes(self, minutes: int) -> None:
        self.does(self.world.forward(timedelta(minutes=minutes)))

    @precondition(lambda self: self.there_are_incidents and not self._rests)
    @rule()
    def at_rest(self) -> None:
        async def rested() -> None:
            await self.world.rest()
            await compare(self.world, self.record)

        self.does(rested())
        self._rests = True


def _option(incident: Incident, update: Update) -> str:
    """As the form names it."""
    position = incident.updates.index(update) + 1
    return f"{position}. {update.status.capitalize()}: {update.text}"


def over_postgresql(server: PostgreSQL) -> type[Stormlamp]:
    class OverPostgreSQL(Stormlamp):
        async def database_url(self, folder: Path) -> str:
            return (await server.new_database()).render_as_string(hide_password=False)

    return OverPostgreSQL
