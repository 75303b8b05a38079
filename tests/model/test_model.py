"""Random responders, redeliveries, faults and restarts: at rest, database, threads and page are as they ought to be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from bot.sandbox.faults import Fault, Loss, Lost, RateLimited, Refused, ServerError
from bot.sandbox.modal import Modal
from tests.model.expectation import COMPONENTS, Expectation, Expected, Said
from tests.model.world import World

T = TypeVar("T")

RESPONDERS = st.sampled_from(("ada", "bob", "cleo"))
OUTSIDERS = st.sampled_from(("gus", "sol"))
OPEN_STATUSES = st.sampled_from(("investigating", "identified", "monitoring"))
HELD = st.dictionaries(
    st.sampled_from(COMPONENTS), st.sampled_from(("degraded_performance", "partial_outage", "major_outage")), max_size=2
)
METHODS = st.sampled_from(("chat.postMessage", "chat.update", "chat.getPermalink", "conversations.replies"))
FAULTS = st.sampled_from(
    (
        Lost(Loss.BEFORE_THE_EFFECT),
        Lost(Loss.AFTER_THE_EFFECT),
        RateLimited(1),
        ServerError(),
        Refused("internal_error"),
    )
)
LABELS = {
    "degraded_performance": "Degraded performance",
    "partial_outage": "Partial outage",
    "major_outage": "Major outage",
}


class Machine(RuleBasedStateMachine):
    new_database: ClassVar[Callable[[], str]]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.world = World(type(self).new_database())
        self.expectation = Expectation()
        self.words = 0
        self.run(self.world.begin())

    def run(self, doing: Awaitable[T]) -> T:
        async def done() -> T:
            return await doing

        return self.runner.run(done())

    def word(self) -> str:
        self.words += 1
        return f"word{self.words}x"

    def some(self, numbers: list[int], data: Any) -> int:
        return int(data.draw(st.sampled_from(sorted(numbers)), label="INC"))

    def teardown(self) -> None:
        try:
            self.run(self.world.compare(self.expectation))
        finally:
            self.run(self.world.end())
            self.runner.close()

    @rule(who=RESPONDERS, held=HELD, is_public=st.booleans())
    def declare(self, who: str, held: dict[str, str], is_public: bool) -> None:
        title, word = self.word(), self.word()
        self.run(self._declare(who, title, word, held, is_public=is_public))
        number = len(self.expectation.incidents) + 1
        said = [Said(word, "investigating", is_public)]
        self.expectation.incidents[number] = Expected(title, said, dict(held))

    async def _declare(self, who: str, title: str, word: str, held: dict[str, str], *, is_public: bool) -> None:
        form = await self.world.form(who, f"new {title}")
        form.fill("Message", word)
        if held:
            await form.choose("Affected components", *held)
            for name, status in held.items():
                await self.world.sandbox.until(partial(_has_field, form, name))
                await form.choose(name, LABELS[status])
        if not is_public:
            await form.choose("Publish to the status page now")
        assert (await form.submit()).is_accepted, form.errors

    @precondition(lambda self: self.expectation.open())
    @rule(who=RESPONDERS, status=OPEN_STATUSES, data=st.data())
    def update(self, who: str, status: str, data: Any) -> None:
        number, word = self.some(self.expectation.open(), data), self.word()
        self._send(who, f"status INC-{number} {status} {word}")
        self._say(number, word, status)

    @precondition(lambda self: self.expectation.open())
    @rule(who=RESPONDERS, data=st.data())
    def resolve(self, who: str, data: Any) -> None:
        number, word = self.some(self.expectation.open(), data), self.word()
        self._send(who, f"resolve INC-{number} {word}")
        self._say(number, word, "resolved")

    @precondition(lambda self: self.expectation.resolved())
    @rule(who=RESPONDERS, data=st.data())
    def reopen(self, who: str, data: Any) -> None:
        number, word = self.some(self.expectation.resolved(), data), self.word()
        self._send(who, f"reopen INC-{number} {word}")
        self._say(number, word, "investigating")

    @precondition(lambda self: self.expectation.internal())
    @rule(who=RESPONDERS, data=st.data())
    def publish(self, who: str, data: Any) -> None:
        number, word = self.some(self.expectation.internal(), data), self.word()
        self._send(who, f"publish INC-{number} {word}")
        incident = self.expectation.incidents[number]
        incident.said.append(Said(word, incident.status, is_public=True))

    @precondition(lambda self: self.expectation.standing())
    @rule(who=RESPONDERS, data=st.data())
    def correct(self, who: str, data: Any) -> None:
        number, word = self.some(self.expectation.standing(), data), self.word()
        self._send(who, f"correct INC-{number}", Message=word)
        self._last_standing(number).word = word

    @precondition(lambda self: self.expectation.standing())
    @rule(who=RESPONDERS, data=st.data())
    def retract(self, who: str, data: Any) -> None:
        number = self.some(self.expectation.standing(), data)
        self._send(who, f"retract INC-{number}")
        self._last_standing(number).is_withdrawn = True

    @precondition(lambda self: self.expectation.open())
    @rule(who=RESPONDERS, data=st.data())
    def cancel(self, who: str, data: Any) -> None:
        number = self.some(self.expectation.open(), data)
        self._send(who, f"cancel INC-{number} it was a test")
        self.expectation.incidents[number].is_cancelled = True

    @rule(who=OUTSIDERS)
    def refuse_outsider(self, who: str) -> None:
        self.run(self._refuse(who, self.word()))

    async def _refuse(self, who: str, word: str) -> None:
        person = self.world.sandbox.person(who)
        self.world.sandbox.channel("incidents").members.add(person.id)
        await self.world.sandbox.connected(20)
        await person.types(f"/incident new {word}")
        await person.is_told("full members", seconds=20)
        assert not person.has_modal

    @rule()
    def deliver_again(self) -> None:
        self.run(self.world.deliver_again())

    @rule(method=METHODS, fault=FAULTS)
    def break_a_call(self, method: str, fault: Fault) -> None:
        self.world.sandbox.faults.plan(method, fault)

    @rule()
    def drop_socket(self) -> None:
        self.run(self.world.sandbox.socket_mode.drop())

    @rule()
    def restart(self) -> None:
        self.run(self.world.restart())

    @rule()
    def rest(self) -> None:
        self.run(self.world.compare(self.expectation))

    def _send(self, who: str, command: str, **fields: str) -> None:
        async def send() -> None:
            form = await self.world.form(who, command)
            for label, text in fields.items():
                form.fill(label, text)
            assert (await form.submit()).is_accepted, (form.errors, form.text)

        self.run(send())

    def _say(self, number: int, word: str, status: str) -> None:
        incident = self.expectation.incidents[number]
        incident.said.append(Said(word, status, is_public=incident.is_public))

    def _last_standing(self, number: int) -> Said:
        return next(said for said in reversed(self.expectation.incidents[number].said) if not said.is_withdrawn)


def _has_field(form: Modal, label: str) -> bool:
    return label in form.labels


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.timeout(600)
def test_random_work_leaves_what_it_ought_to(folder: Path) -> None:
    numbers = iter(range(1_000_000))
    Machine.new_database = staticmethod(lambda: f"sqlite+aiosqlite:///{folder}/{next(numbers)}.db")
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=5,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
